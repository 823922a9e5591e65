using ProtoBench.Model.Links.Evidence;

namespace ProtoBench.Model.Results;

/// <summary>What the link of a trial really was and did.</summary>
public sealed record LinkEvidence
{
    /// <summary>Configured against measured, taken right before the trial over the same link.</summary>
    public required LinkCertificate Certificate { get; init; }

    /// <summary>
    /// Packets, drops by cause, queue peaks and the emulator's own lateness during the trial, connecting and warm-up included.
    /// </summary>
    public required LinkStatistics Statistics { get; init; }

    /// <summary>
    /// What makes the trial invalid: a certificate that does not hold, a late or overloaded emulator. Empty when nothing does.
    /// </summary>
    public required IReadOnlyList<string> Objections { get; init; }

    /// <param name="certificate">Taken before the trial.</param>
    /// <param name="statistics">What the link counted during the trial.</param>
    /// <param name="objections">The link's own sentences about it.</param>
    internal static LinkEvidence Of(LinkCertificate certificate, LinkStatistics statistics, IReadOnlyList<string> objections) => new()
    {
        Certificate = certificate,
        Statistics = statistics,
        Objections = [.. certificate.Failures.Select(failure => $"the link did not match its profile: {failure}"), .. objections],
    };
}
