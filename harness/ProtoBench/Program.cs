namespace ProtoBench;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => ProtoBench.Commands.CommandLine.RunAsync(arguments);
}
