using ProtoBench.Machine.Programs;

namespace ProtoBench.Peer;

/// <summary>
/// <c>protobench-peer serve|drive</c>: one side of a trial; <c>hello</c>: what it can play; <c>sweep</c>: sleeps beside a client and ends
/// what that leaves behind. Only <c>protobench</c> starts it, and speaks
/// with it over its standard streams.
/// </summary>
internal static class Program
{
    /// <summary>Plays it, in whichever form the program is.</summary>
    /// <param name="arguments">What to play.</param>
    /// <returns>The exit code.</returns>
    internal static Task<int> RunAsync(string[] arguments) => arguments switch
    {
        ["serve", "--stdio"] => ChildHost.RunAsync((channel, log) => new ServeRole(channel, log)),
        ["drive", "--stdio"] => ChildHost.RunAsync((channel, log) => new DriveRole(channel, log)),
        ["hello", "--stdio"] => HelloAsync(),
        ["sweep", var mark, var folder] => SweepAsync(mark, folder),
        _ => RefuseAsync(),
    };

    private static Task<int> Main(string[] arguments) => RunAsync(arguments);

    private static Task<int> HelloAsync()
    {
        Introduction.Write(Console.Out);
        return Task.FromResult(0);
    }

    private static Task<int> SweepAsync(string mark, string folder)
    {
        ProgramSweeper.Sweep(Console.In, Console.Out, mark, folder);
        return Task.FromResult(0);
    }

    private static async Task<int> RefuseAsync()
    {
        await Console.Error
            .WriteLineAsync("protobench-peer is started by 'protobench run'; there is nothing to do with it by hand").ConfigureAwait(false);
        return 2;
    }
}
