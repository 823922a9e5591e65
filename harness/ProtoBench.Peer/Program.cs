namespace ProtoBench.Peer;

/// <summary><c>protobench-peer serve|drive</c>: one side of a trial. Only <c>protobench</c> starts it, and speaks with it over its standard streams.</summary>
internal static class Program
{
    private static Task<int> Main(string[] arguments) => arguments switch
    {
        ["serve", "--stdio"] => ChildHost.RunAsync<ServeRole>(CancellationToken.None),
        ["drive", "--stdio"] => ChildHost.RunAsync<DriveRole>(CancellationToken.None),
        _ => RefuseAsync(),
    };

    private static async Task<int> RefuseAsync()
    {
        await Console.Error.WriteLineAsync("protobench-peer is started by 'protobench run'; there is nothing to do with it by hand").ConfigureAwait(false);
        return 2;
    }
}
