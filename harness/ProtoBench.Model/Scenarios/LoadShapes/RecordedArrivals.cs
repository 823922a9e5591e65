using System.Text.Json.Serialization;

namespace ProtoBench.Model.Scenarios.LoadShapes;

/// <summary>Arrivals that were recorded and come again. Equal ones have the same text and are played in the same way.</summary>
public sealed record RecordedArrivals
{
    /// <summary>As the scenario names the file.</summary>
    public required string File { get; init; }

    /// <summary>Where it was read, and where the client reads it.</summary>
    public required string Path { get; init; }

    /// <summary>SHA-256 of its bytes, in lower-case hexadecimal: the client refuses another file.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Arrivals in it.</summary>
    public required int Count { get; init; }

    /// <summary>From its first arrival to its last, at speed 1.</summary>
    public required double Seconds { get; init; }

    /// <summary>How many times as fast it is played. Default 1.</summary>
    public double Speed { get; init; } = 1;

    /// <summary>Does it begin again when it is through? Default false: nothing more comes.</summary>
    public bool Repeat { get; init; }

    /// <summary>Seconds from the first, ascending; null in what was read from a run.</summary>
    [JsonIgnore]
    public IReadOnlyList<double>? Offsets { get; init; }

    /// <summary>From the first arrival to the first of the repetition: the last one has the mean gap behind it.</summary>
    [JsonIgnore]
    public double Period => Count < 2 ? 0 : Seconds / Speed * Count / (Count - 1);

    /// <summary>Arrivals per second while it is played.</summary>
    [JsonIgnore]
    public double MeanRate => Period > 0 ? Count / Period : Count;

    /// <summary>The n-th arrival, from 0, in seconds from the first; infinity behind the last.</summary>
    public double At(long n, IReadOnlyList<double> offsets)
    {
        var (round, place) = Math.DivRem(n, Count);
        return round > 0 && !Repeat ? double.PositiveInfinity : (round * Period) + (offsets[(int)place] / Speed);
    }

    /// <summary>Arrivals in a window. Only where the file was just read.</summary>
    public long CountWithin(double seconds)
    {
        var offsets = Offsets ?? throw new InvalidOperationException("the recorded arrivals have not been read");
        var rounds = Repeat ? (long)Math.Floor(seconds / Period) - 1 : 0;
        var n = Math.Max(0, rounds) * Count;

        // In whole nanoseconds, as they are played.
        while (Math.Round(At(n, offsets) * 1e9) < seconds * 1e9)
        {
            n++;
        }

        return n;
    }

    public bool Equals(RecordedArrivals? other) =>
        other is not null && (File, Sha256, Count, Speed, Repeat) == (other.File, other.Sha256, other.Count, other.Speed, other.Repeat);

    public override int GetHashCode() => HashCode.Combine(File, Sha256, Speed, Repeat);
}
