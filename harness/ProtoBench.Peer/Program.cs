namespace ProtoBench.Peer;

/// <summary>
/// <c>protobench-peer serve|drive</c>: one side of a trial; <c>hello</c>: what it can play. Only <c>protobench</c> starts it, and speaks
/// with it over its standard streams.
/// </summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        ["serve", "--stdio"] => ChildHost.RunAsync<ServeRole>(CancellationToken.None),
        ["drive", "--stdio"] => ChildHost.RunAsync<DriveRole>(CancellationToken.None),
        ["hello", "--stdio"] => HelloAsync(),
        _ => RefuseAsync(),
    };

    private static Task<int> HelloAsync()
    {
        Introduction.Write(Console.Out);
        return Task.FromResult(0);
    }

    private static async Task<int> RefuseAsync()
    {
        await Console.Error
            .WriteLineAsync("protobench-peer is started by 'protobench run'; there is nothing to do with it by hand").ConfigureAwait(false);
        return 2;
    }
}
