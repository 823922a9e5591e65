using ProtoBench.Commands;

namespace ProtoBench;

internal static class Program
{
    // Not asynchronous: the state machine of an asynchronous method would load what --version does not need.
    private static int Main(string[] arguments)
    {
        ProgramStart.Note();
        if (VersionText.IsWanted(arguments))
        {
            return VersionText.Print();
        }

        EngineStart.Reenter(arguments);
        return CommandLine.RunAsync(arguments).GetAwaiter().GetResult();
    }
}
