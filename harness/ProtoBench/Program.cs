using ProtoBench.Commands;

namespace ProtoBench;

internal static class Program
{
    // Not asynchronous: the state machine of an asynchronous method would load what --version does not need.
    private static int Main(string[] arguments)
    {
        ProgramStart.Note();
        return VersionText.IsWanted(arguments) ? VersionText.Print() : CommandLine.RunAsync(arguments).GetAwaiter().GetResult();
    }
}
