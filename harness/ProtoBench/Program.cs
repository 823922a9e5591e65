namespace ProtoBench;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => Commands.CommandLine.RunAsync(arguments);
}
