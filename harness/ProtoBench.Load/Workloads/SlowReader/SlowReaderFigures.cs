using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>What is told of a slow reader and of its sender. Pure.</summary>
internal static class SlowReaderFigures
{
    private const string NoSocket = "read from TCP and Unix sockets; QUIC keeps what waits in its own memory";

    /// <summary>The rate at the reader, as a share of what it takes: 1 where flow control follows it.</summary>
    public static WorkloadFigure Share { get; } =
        new("slow-reader-share", "share of the reader's rate", FigureUnit.Share, LowerIsBetter: false);

    /// <summary>Payload that the sender's application got rid of and the reader had not read: the most at once.</summary>
    public static WorkloadFigure Held { get; } =
        new("slow-reader-held", "held between the applications", FigureUnit.Bytes, LowerIsBetter: true) { AskedFirst = true };

    /// <summary>The part of it that the sender's kernel held.</summary>
    public static WorkloadFigure Queue { get; } =
        new("slow-reader-queue", "held in the sender's sockets", FigureUnit.Bytes, LowerIsBetter: true) { Absence = NoSocket };

    /// <summary>The share of the window in which TCP had more to send than the reader's window let it.</summary>
    public static WorkloadFigure Limited { get; } =
        new("slow-reader-limited", "time the window was closed", FigureUnit.Share, LowerIsBetter: false)
        {
            AskedFirst = true,
            Absence = NoSocket,
        };

    /// <summary>Exchanges on other streams that were not answered while the slow one was read.</summary>
    public static WorkloadFigure Blocked { get; } =
        new("slow-reader-blocked", "exchanges beside it without an answer", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = "the connection carries nothing beside the stream",
        };

    /// <summary>What an exchange on another stream of the same connection takes meanwhile.</summary>
    public static WorkloadTime Beside { get; } = new(
        "slow-reader-beside",
        "exchange beside it",
        "from sending 64 B on another stream of the slow reader's connection until 64 B have come back");

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Share, Held, Queue, Limited, Blocked];

    // What one of several clients tells, so that all of them together make the figures of one.
    private const string Streams = "streams";
    private const string Waited = "waited";

    /// <param name="streams">Of each stream, the sender's samples, and when the reader had read how much, both in order of time.</param>
    /// <param name="start">Of the window, on the samples' clock.</param>
    /// <param name="end">Of the window.</param>
    /// <param name="divided">Is it for <see cref="PutTogether"/>?</param>
    public static Dictionary<string, double> Of(
        IReadOnlyList<(IReadOnlyList<SenderSample> Sender, IReadOnlyList<(long Nanoseconds, long Bytes)> Reader)> streams,
        long start,
        long end,
        bool divided = false)
    {
        var figures = new Dictionary<string, double>();
        if (divided)
        {
            figures[Streams] = streams.Count;
        }

        var inside = streams.Select(stream => (
            Sender: stream.Sender.Where(sample => sample.Nanoseconds >= start && sample.Nanoseconds <= end).ToList(), stream.Reader))
            .Where(stream => stream.Sender.Count > 0)
            .ToList();
        if (inside.Count == 0)
        {
            return figures;
        }

        figures[Held.Key] = inside.Sum(stream => stream.Sender.Max(sample => sample.Accepted - ReadAt(stream.Reader, sample.Nanoseconds)));

        // Every stream of a process tells the same of its sockets.
        var sockets = inside[0].Sender;
        if (sockets.Max(sample => sample.Queue) is >= 0 and var queue)
        {
            figures[Queue.Key] = queue;
        }

        var told = sockets.Where(sample => sample.Limited >= 0).ToList();
        if (told.Count > 1 && told[^1].Nanoseconds > told[0].Nanoseconds)
        {
            var waited = (told[^1].Limited - told[0].Limited) * 1e3 / (told[^1].Nanoseconds - told[0].Nanoseconds);
            figures[Limited.Key] = Math.Clamp(waited / streams.Count, 0, 1);
            if (divided)
            {
                figures[Waited] = waited;
            }
        }

        return figures;
    }

    /// <summary>Of several clients of one server, all of which see the sockets of its process.</summary>
    /// <param name="clients">What each of them has.</param>
    public static Dictionary<string, double> PutTogether(IReadOnlyList<IReadOnlyDictionary<string, double>> clients)
    {
        var streams = clients.Sum(client => client[Streams]);
        var figures = new Dictionary<string, double>
        {
            [Share.Key] = clients.Sum(client => client[Share.Key] * client[Streams]) / streams,
        };
        Put(Held.Key, Held.Key, all => all.Sum());
        Put(Queue.Key, Queue.Key, all => all.Max());
        Put(Limited.Key, Waited, all => Math.Clamp(all.Average() / streams, 0, 1));
        Put(Blocked.Key, Blocked.Key, all => all.Sum());
        return figures;

        void Put(string key, string from, Func<IReadOnlyList<double>, double> together)
        {
            if (clients.Where(client => client.ContainsKey(from)).Select(client => client[from]).ToList() is { Count: > 0 } all)
            {
                figures[key] = together(all);
            }
        }
    }

    // What was read later than the last reading before an instant is not known there; a message is small beside what is held.
    private static long ReadAt(IReadOnlyList<(long Nanoseconds, long Bytes)> readings, long nanoseconds)
    {
        var (low, high) = (0, readings.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = readings[middle].Nanoseconds <= nanoseconds ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : readings[low - 1].Bytes;
    }
}
