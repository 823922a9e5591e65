using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;

namespace ProtoBench.Model.Links.Profiles;

/// <summary>
/// What a link does, in a line. Two profiles have the same line exactly when they do the same to packets, so it also tells whether two runs
/// measured over the same link: names, titles, comments and the way of writing a number have no part in it.
/// </summary>
public static class LinkProfileDescription
{
    private const int MostListed = 8;

    /// <summary>Such as <c>each way: delay 10 ms, loss 1 %; congestion control cubic</c>.</summary>
    public static string Of(LinkProfile profile)
    {
        var (up, down) = (Of(profile.Up), Of(profile.Down));
        var backend = profile.Backend == LinkBackend.Automatic ? "" : $"; backend {LinkBackends.NameOf(profile.Backend)}";
        return (up == down ? $"each way: {up}" : $"up: {up}; down: {down}") + $"; congestion control {profile.Congestion}{backend}";
    }

    private static string Of(DirectionProfile direction)
    {
        List<string> parts = [$"delay {Time(direction.Delay)}"];
        Add(direction.Jitter is not null, () => Jitter(direction.Jitter!) + (direction.Reorder ? ", which may reorder" : ""));
        Add(direction.Loss is not null, () => Loss(direction.Loss!));
        Add(direction.Duplicate > 0, () => $"duplicates {Share(direction.Duplicate)}");
        Add(direction.Corrupt > 0, () => $"corrupts {Share(direction.Corrupt)}");
        Add(direction.HasRate, () => $"{Rate(direction)}, queue {Queue(direction.Queue)}");
        Add(direction.OverheadBytes > 0, () => $"{direction.OverheadBytes} B more a packet");
        parts.AddRange(direction.Blackouts.Select(Blackout));
        return string.Join(", ", parts);

        void Add(bool has, Func<string> text)
        {
            if (has)
            {
                parts.Add(text());
            }
        }
    }

    private static string Jitter(JitterProfile jitter) => jitter.Law switch
    {
        JitterLaw.Uniform => $"jitter ±{Time(jitter.Spread)} uniform",
        JitterLaw.Normal => $"jitter {Time(jitter.Spread)} normal",
        _ => $"jitter {Time(jitter.Spread)} pareto of shape {Number(jitter.Shape)}",
    };

    private static string Loss(LossProfile loss) => loss switch
    {
        IndependentLoss independent => $"loss {Share(independent.Probability)}",
        BurstLoss burst => $"burst loss entered {Share(burst.Enter)}, left {Share(burst.Leave)}, losing {Share(burst.GoodLoss)} and "
            + $"{Share(burst.BadLoss)}",
        ListedLoss listed => $"loses packets {List([.. listed.Packets.Order().Distinct()])}",
        _ => throw new ArgumentException($"A loss of kind {loss.GetType().Name} has no description.", nameof(loss)),
    };

    private static string List(long[] packets) =>
        string.Join(", ", packets.Take(MostListed))
            + (packets.Length > MostListed ? $" and {packets.Length - MostListed} more ({Digest(packets)})" : "");

    private static string Rate(DirectionProfile direction) => direction.Trace is { } trace
        ? $"{Number(trace.MeanBitsPerSecond / 1e6)} Mbit/s by a trace of {Time(TimeSpan.FromMilliseconds(trace.PeriodMilliseconds))} "
            + $"({Digest([.. Enumerable.Range(0, trace.Count).Select(i => trace.Nanoseconds(i))])})"
        : $"{Number(direction.BitsPerSecond!.Value / 1e6)} Mbit/s";

    private static string Queue(QueueLimit queue) => Number(queue.Amount) + queue.Unit switch
    {
        QueueUnit.Packets => " packets",
        QueueUnit.Bytes => " B",
        QueueUnit.Milliseconds => " ms",
        _ => " bdp",
    };

    private static string Blackout(Blackout blackout) =>
        $"nothing for {Time(blackout.Length)} at {Time(blackout.At)}{(blackout.Every is { } every ? $" and every {Time(every)}" : "")}";

    // A tick is 0.0001 ms: nothing is rounded away.
    private static string Time(TimeSpan time) => time.TotalMilliseconds.ToString("0.####", CultureInfo.InvariantCulture) + " ms";

    private static string Share(double share) => Number(share * 100) + " %";

    // 12 digits: 0.05 / 100 * 100 is 0.05 again, and no file writes more.
    private static string Number(double value) => value.ToString("G12", CultureInfo.InvariantCulture);

    // For what is too long for a line: the first six bytes of a SHA-256.
    private static string Digest(long[] values)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (var i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        }

        return Convert.ToHexStringLower(SHA256.HashData(bytes))[..12];
    }
}
