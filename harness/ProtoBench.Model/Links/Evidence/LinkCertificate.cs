namespace ProtoBench.Model.Links.Evidence;

/// <summary>
/// The comparison of a link with its profile. A trial over a link counts only with a certificate that <see cref="Holds"/>.
/// </summary>
public sealed record LinkCertificate
{
    public required LinkFacts Facts { get; init; }

    public required CertificateLevel Level { get; init; }

    /// <summary>
    /// Median round trip with every impairment switched off, in microseconds: what the emulator and the endpoints' wake-ups add. Never
    /// subtracted.
    /// </summary>
    public required double FloorMicroseconds { get; init; }

    /// <summary>
    /// Median round trip over the link as the profile has it, in microseconds; null when too few probes came back to tell.
    /// </summary>
    public double? RoundTripMicroseconds { get; init; }

    public required IReadOnlyList<LinkCheck> Checks { get; init; }

    /// <summary>Wall-clock time the certification took.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether nothing measured contradicts the profile.</summary>
    public bool Holds => Checks.All(check => check.Passed != false);

    /// <summary>One sentence for each check that failed.</summary>
    public IReadOnlyList<string> Failures =>
        [.. Checks.Where(check => check.Passed == false)
            .Select(check => $"{check.Name}: expected {check.Expected}, measured {check.Measured}. {check.Remark}")];
}

/// <summary>One property of a link, as configured and as measured.</summary>
public sealed record LinkCheck
{
    /// <summary>What was compared, such as "up: loss".</summary>
    public required string Name { get; init; }

    /// <summary>What the profile says, with its unit.</summary>
    public required string Expected { get; init; }

    /// <summary>What was measured, with its interval where it has one.</summary>
    public required string Measured { get; init; }

    /// <summary>Packets or probes it rests on.</summary>
    public required long Samples { get; init; }

    /// <summary>
    /// True when it is within bounds; null when it could not be measured here, which <see cref="Remark"/> explains. Not required: what is
    /// null is left out of a stored trial, and the trial has to be readable again.
    /// </summary>
    public bool? Passed { get; init; }

    /// <summary>The bound, or why the check failed, as a sentence.</summary>
    public required string Remark { get; init; }
}

/// <summary>How much time a certificate may take.</summary>
public enum CertificateLevel
{
    /// <summary>One to three seconds, before every trial.</summary>
    Quick,

    /// <summary>About half a minute and at least 50,000 packets where the rate allows them.</summary>
    Full,
}
