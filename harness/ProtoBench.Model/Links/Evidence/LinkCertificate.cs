namespace ProtoBench.Model.Links.Evidence;

/// <summary>The comparison of a link with its profile. A trial over a link counts only with a certificate that <see cref="Holds"/>.</summary>
public sealed record LinkCertificate
{
    public required LinkFacts Facts { get; init; }

    public required CertificateLevel Level { get; init; }

    /// <summary>Median round trip with every impairment switched off, in microseconds: what the emulator and the endpoints' wake-ups add. Never subtracted.</summary>
    public required double FloorMicroseconds { get; init; }

    /// <summary>Median round trip over the link as the profile has it, in microseconds; null when too few probes came back to tell.</summary>
    public double? RoundTripMicroseconds { get; init; }

    public required IReadOnlyList<LinkCheck> Checks { get; init; }

    /// <summary>Wall-clock time the certification took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether nothing measured contradicts the profile.</summary>
    public bool Holds => Checks.All(check => check.Passed != false);

    /// <summary>One sentence for each check that failed.</summary>
    public IReadOnlyList<string> Failures =>
        [.. Checks.Where(check => check.Passed == false).Select(check => $"{check.Name}: expected {check.Expected}, measured {check.Measured}. {check.Remark}")];
}
