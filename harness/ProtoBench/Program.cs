using ProtoBench.Commands;

namespace ProtoBench;

internal static class Program
{
    private static Task<int> Main(string[] arguments) => CommandLine.RunAsync(arguments);
}
