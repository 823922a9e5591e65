using ProtoBench.Model.Measurements;

namespace ProtoBench.Analysis.Summaries;

/// <summary>Why TCP sent segments again in the windows of a cell's valid trials, all together.</summary>
/// <param name="Clients">By the clients.</param>
/// <param name="Servers">By the servers; null: not known, such as of servers that are not ours.</param>
internal sealed record SentAgainOfCell(TcpSentAgain Clients, TcpSentAgain? Servers)
{
    /// <summary>By both sides, as far as they are known.</summary>
    public TcpSentAgain Known => Servers is null ? Clients : Clients.Plus(Servers);

    /// <summary>Null: not known of all trials' clients, as on loopback, in rounds and in older runs.</summary>
    public static SentAgainOfCell? Of(CellSummary cell) =>
        TcpSentAgain.Sum(cell.Succeeded.Select(trial => trial.Client?.TcpSentAgain)) is { } clients
            ? new SentAgainOfCell(clients, TcpSentAgain.Sum(cell.Succeeded.Select(trial => trial.Server?.TcpSentAgain)))
            : null;
}
