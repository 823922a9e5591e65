namespace ProtoBench.Model.Measurements;

/// <summary>
/// How the TCP sockets of both sides of a trial changed over time, warm-up included. The lists have one value for each instant.
/// </summary>
public sealed record SocketStates
{
    /// <summary>Instants that are kept of a trial, evenly: some ten kilobytes.</summary>
    public const int MostLooks = 150;

    /// <summary>When, in seconds from the window's start; before it negative.</summary>
    public required IReadOnlyList<double> Seconds { get; init; }

    /// <summary>Those to the server's port; null: not readable.</summary>
    public SocketSideStates? Client { get; init; }

    /// <summary>Those of the server's port, its listener too; null: not readable, or it is not known where the server runs.</summary>
    public SocketSideStates? Server { get; init; }

    /// <summary>The sides that were looked at, by name.</summary>
    public IEnumerable<(string Name, SocketSideStates Side)> Sides()
    {
        foreach (var (name, side) in new[] { ("client", Client), ("server", Server) })
        {
            if (side is not null)
            {
                yield return (name, side);
            }
        }
    }

    /// <summary>What looks until a window's end come to; null where no state of either side ever held another number of sockets.</summary>
    /// <param name="looks">In order of time, in seconds from the window's start. A side is known in all of them or in none.</param>
    /// <param name="seconds">The window's length.</param>
    public static SocketStates? Of(IReadOnlyList<(double Second, SocketSnapshot Sockets)> looks, double seconds)
    {
        var inside = looks.TakeWhile(look => look.Second <= seconds).ToList();
        var step = Math.Max(1, (int)Math.Ceiling((double)inside.Count / MostLooks));
        List<(double Second, SocketSnapshot Sockets)> kept = [.. inside.Where((_, i) => i % step == 0)];
        var states = new SocketStates
        {
            Seconds = [.. kept.Select(look => look.Second)],
            Client = Side([.. kept.Select(look => look.Sockets.Client)]),
            Server = Side([.. kept.Select(look => look.Sockets.Server)]),
        };
        return states.Sides().Any(one => one.Side.States.Values.Any(SocketSideStates.Changes)) ? states : null;
    }

    private static SocketSideStates? Side(List<SocketSide?> looks)
    {
        var known = looks.OfType<SocketSide>().ToList();
        return known.Count == 0 || known.Count < looks.Count ? null : new SocketSideStates(
            known.SelectMany(look => look.States.Keys).Distinct().Order(StringComparer.Ordinal)
                .ToDictionary(state => state, IReadOnlyList<int> (state) => [.. known.Select(look => look.CountOf(state))]),
            [.. known.Select(look => look.ReceiveQueueBytes)],
            [.. known.Select(look => look.SendQueueBytes)],
            [.. known.Select(look => look.AcceptQueue)]);
    }
}

/// <summary>The same of one side. Queues are those of <see cref="SocketSide"/>.</summary>
/// <param name="States">How many sockets were in each state, by the name that ss(8) has for it; states that none was ever in are left
/// out.</param>
/// <param name="ReceiveQueueBytes">Received and not yet read by the program.</param>
/// <param name="SendQueueBytes">Written and not yet acknowledged by the peer.</param>
/// <param name="AcceptQueue">Connections that the server has not accepted yet.</param>
public sealed record SocketSideStates(
    IReadOnlyDictionary<string, IReadOnlyList<int>> States,
    IReadOnlyList<long> ReceiveQueueBytes,
    IReadOnlyList<long> SendQueueBytes,
    IReadOnlyList<long> AcceptQueue)
{
    /// <summary>Were there ever more of them, or fewer?</summary>
    public static bool Changes(IReadOnlyList<int> counts) => counts.Count > 0 && counts.Min() != counts.Max();
}
