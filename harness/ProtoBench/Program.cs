using ProtoBench.Commands;

namespace ProtoBench;

internal static class Program
{
    /// <summary>
    /// This program's own file, from which the child roles are started. Not <see cref="Environment.ProcessPath"/>: under a test host or
    /// <c>dotnet protobench.dll</c> that is another program.
    /// </summary>
    public static string Executable { get; } = Path.Combine(AppContext.BaseDirectory, "protobench");

    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(arguments);
}
