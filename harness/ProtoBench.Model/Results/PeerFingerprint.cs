namespace ProtoBench.Model.Results;

/// <summary>What one side of a trial tells of the machine it runs on, with the words of <see cref="Fingerprint"/>.</summary>
/// <param name="Kernel"><see cref="Fingerprint.Kernel"/>.</param>
/// <param name="CpuModel"><see cref="Fingerprint.CpuModel"/>.</param>
/// <param name="Runtime"><see cref="Fingerprint.Runtime"/>.</param>
/// <param name="ClockSource"><see cref="Fingerprint.ClockSource"/>.</param>
public sealed record PeerFingerprint(string Kernel, string CpuModel, string Runtime, string ClockSource)
{
    /// <summary>
    /// One part of a sentence for each field that differs, such as <c>runtime .NET 10.0.1 and .NET 10.0.2</c>; empty when nothing does.
    /// </summary>
    public IEnumerable<string> DifferencesTo(PeerFingerprint other) =>
        new (string Name, string Here, string There)[]
        {
            ("kernel", Kernel, other.Kernel),
            ("cpu model", CpuModel, other.CpuModel),
            ("runtime", Runtime, other.Runtime),
            ("clock source", ClockSource, other.ClockSource),
        }
        .Where(field => field.Here != field.There)
        .Select(field => $"{field.Name} {field.Here} and {field.There}");
}
