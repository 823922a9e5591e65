using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Results;

/// <summary>What one of several client processes measured.</summary>
/// <param name="ProcessId">Its process.</param>
/// <param name="OpenedMilliseconds">When its window opened, after that of the first process.</param>
/// <param name="WindowSeconds">How long its window was.</param>
/// <param name="Outcomes">How its exchanges ended.</param>
/// <param name="Response">Histogram of its response times, as <see cref="HistogramText"/> writes it.</param>
/// <param name="Service">The same of its service times.</param>
/// <param name="CpuSeconds">User and kernel time inside its window.</param>
/// <param name="PeakResidentBytes">Largest resident set of its life.</param>
/// <param name="Host">Where it ran; null: on this machine.</param>
public sealed record ClientPart(
    int ProcessId,
    double OpenedMilliseconds,
    double WindowSeconds,
    OutcomeCounts Outcomes,
    string? Response,
    string? Service,
    double CpuSeconds,
    long PeakResidentBytes,
    string? Host = null);
