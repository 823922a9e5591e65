namespace ProtoBench.Load.Loops;

/// <summary>Is the optimising compiler of the server quiet? A client warms up until it is.</summary>
internal interface IServerCompiler
{
    /// <summary>Asks once. The next question comes when this one is answered, and none once the measuring window is open.</summary>
    /// <param name="left">For how long at most the client goes on warming up.</param>
    /// <param name="cancellationToken">Gives the trial up.</param>
    Task<bool> IsQuietAsync(TimeSpan left, CancellationToken cancellationToken);
}

/// <summary>A server that nobody can ask, because it is not ours.</summary>
internal sealed class UnknownCompiler : IServerCompiler
{
    public static UnknownCompiler Instance { get; } = new();

    public Task<bool> IsQuietAsync(TimeSpan left, CancellationToken cancellationToken) => Task.FromResult(true);
}
