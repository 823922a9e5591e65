namespace ProtoBench.Tests.Architecture;

/// <summary>Rooms that can reach themselves.</summary>
internal static class Circles
{
    /// <summary>One line for each arrow between two rooms of the same circle: <c>A → B: X uses Y</c>.</summary>
    public static IReadOnlyList<string> Among(IReadOnlyCollection<Arrow> arrows)
    {
        var next = arrows.Where(arrow => arrow.FromRoom != arrow.ToRoom).ToLookup(arrow => arrow.FromRoom, arrow => arrow.ToRoom);
        var reached = next.ToDictionary(room => room.Key, room => Reachable(room.Key, next));
        return
        [
            .. arrows.Where(arrow =>
                arrow.FromRoom != arrow.ToRoom && reached.TryGetValue(arrow.ToRoom, out var rooms) && rooms.Contains(arrow.FromRoom))
                .Select(arrow => $"{arrow.FromRoom} → {arrow.ToRoom}: {Name(arrow.From)} uses {Name(arrow.To)}").Distinct()
                    .Order(StringComparer.Ordinal),
        ];
    }

    private static HashSet<string> Reachable(string from, ILookup<string, string> next)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var waiting = new Stack<string>(next[from]);
        while (waiting.TryPop(out var room))
        {
            if (seen.Add(room))
            {
                foreach (var further in next[room])
                {
                    waiting.Push(further);
                }
            }
        }

        return seen;
    }

    private static string Name(string type) => type[(type.LastIndexOf('.') + 1)..];
}
