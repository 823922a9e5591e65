namespace ProtoBench.Model.Results.Pairs;

/// <summary>One slice of each side, one right after the other.</summary>
/// <param name="BaseFirst">Which came first, by a seeded coin.</param>
/// <param name="Seconds">Length of each, by a seeded jitter, so that slices do not beat with anything periodic on the machine.</param>
/// <param name="BaseCompleted">Exchanges of the base that completed inside its slice.</param>
/// <param name="NewCompleted">Those of the new side.</param>
public sealed record SlicePair(bool BaseFirst, double Seconds, long BaseCompleted, long NewCompleted);
