namespace ProtoBench.Load.Workloads.Close;

/// <summary>What the connections of a client met when their server stopped. Pure.</summary>
/// <param name="Took">From when the server began to stop until its last connection had ended, in nanoseconds.</param>
/// <param name="InTime">Did it without being cut?</param>
/// <param name="Connections">How many there were.</param>
/// <param name="Told">Of these, those whose client was told.</param>
/// <param name="Answered">Exchanges answered after the server began to stop.</param>
/// <param name="Refused">Exchanges that can be sent again.</param>
/// <param name="Lost">Exchanges that were sent and not answered.</param>
/// <param name="Known">Of each client that knew, how long after the server began to stop, in nanoseconds.</param>
/// <param name="Announced">Of each connection on which the server's word came, how long after; the same.</param>
internal sealed record DrainReadings(
    long Took,
    bool InTime,
    long Connections,
    long Told,
    long Answered,
    long Refused,
    long Lost,
    IReadOnlyList<long> Known,
    IReadOnlyList<long> Announced)
{
    private const int Head = 8;

    /// <param name="from">When the server began to stop, on the client's clock.</param>
    /// <param name="to">When it had ended everything; the same.</param>
    /// <param name="inTime">Did it without being cut?</param>
    /// <param name="known">When the client of each connection knew; 0: never.</param>
    /// <param name="announced">When the server's word came on each; 0: it did not.</param>
    /// <param name="told">Connections whose client was told.</param>
    /// <param name="lanes">What became of the exchanges.</param>
    public static DrainReadings Of(
        long from,
        long to,
        bool inTime,
        IReadOnlyList<long> known,
        IReadOnlyList<long> announced,
        int told,
        IReadOnlyList<DrainTally> lanes) => new(
            to - from,
            inTime,
            known.Count,
            told,
            lanes.Sum(lane => lane.AnsweredSince(from)),
            lanes.Sum(lane => lane.Refused),
            lanes.Sum(lane => lane.Lost),
            Since(from, known),
            Since(from, announced));

    /// <summary>As they travel, at the end of other numbers.</summary>
    public IEnumerable<long> Numbers() =>
        [Took, InTime ? 1 : 0, Connections, Told, Answered, Refused, Lost, Known.Count, .. Known, .. Announced];

    /// <summary>What <see cref="Numbers"/> made.</summary>
    public static DrainReadings From(IReadOnlyList<long> numbers) => new(
        numbers[0],
        numbers[1] == 1,
        numbers[2],
        numbers[3],
        numbers[4],
        numbers[5],
        numbers[6],
        [.. numbers.Skip(Head).Take((int)numbers[7])],
        [.. numbers.Skip(Head + (int)numbers[7])]);

    /// <summary>Those of several clients of one server, which has stopped once for all: each has read the same answer of it.</summary>
    public static DrainReadings PutTogether(IReadOnlyList<DrainReadings> clients) => clients[0] with
    {
        Connections = clients.Sum(client => client.Connections),
        Told = clients.Sum(client => client.Told),
        Answered = clients.Sum(client => client.Answered),
        Refused = clients.Sum(client => client.Refused),
        Lost = clients.Sum(client => client.Lost),
        Known = [.. clients.SelectMany(client => client.Known)],
        Announced = [.. clients.SelectMany(client => client.Announced)],
    };

    private static List<long> Since(long from, IEnumerable<long> instants) =>
        [.. instants.Where(instant => instant > 0).Select(instant => Math.Max(0, instant - from))];
}
