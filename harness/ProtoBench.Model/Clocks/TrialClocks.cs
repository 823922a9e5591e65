namespace ProtoBench.Model.Clocks;

/// <summary>How the clocks of a trial's processes were read on that of the program that started them.</summary>
/// <param name="Client">From the client's clock, over the whole trial.</param>
/// <param name="Server">From the server's, likewise.</param>
/// <param name="OneWayBoundNanoseconds">
/// How wrong a time can be that begins on one side and ends on the other: the client read the server's clock with what was known before the
/// trial.
/// </param>
public sealed record TrialClocks(ClockMap Client, ClockMap Server, long OneWayBoundNanoseconds)
{
    /// <param name="before">From the server's clock to the client's, as it was known before the trial.</param>
    /// <param name="client">From the client's clock, over the whole trial.</param>
    /// <param name="server">From the server's, likewise.</param>
    public static TrialClocks Of(ClockMap before, ClockMap client, ClockMap server) =>
        new(client, server, server.Then(client.Inverted()).BoundOf(before.Nanoseconds));
}
