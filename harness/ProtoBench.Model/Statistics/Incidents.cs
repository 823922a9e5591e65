namespace ProtoBench.Model.Statistics;

/// <summary>Takes the incidents out of a series' stretches, so that what is left is judged as if they had not been.</summary>
internal static class Incidents
{
    /// <summary>
    /// Points an incident has at most. A longer excursion is two changes of level: who lived that long with a level would be told nothing
    /// when it is lost.
    /// </summary>
    public const int Longest = 10;

    // A shorter incident has never alarmed, and a change counts from this many points on: so does a return.
    private const int PointsOfReturn = 5;

    /// <summary>
    /// The stretches that are left, where stretches of one level that follow each other are one, and the incidents, oldest first.
    /// </summary>
    public static (IReadOnlyList<LevelStretch> Stretches, IReadOnlyList<Incident> Incidents) TakenOut(
        double[] logs, IReadOnlyList<LevelStretch> fitted)
    {
        var stretches = fitted.ToList();
        var incidents = new List<Incident>();
        while (JoinMostAlike(logs, stretches) || TakeShortest(logs, stretches, incidents))
        {
        }

        return (stretches, [.. incidents.OrderBy(incident => incident.Index)]);
    }

    private static bool JoinMostAlike(double[] logs, List<LevelStretch> stretches)
    {
        var place = -1;
        for (var i = 1; i < stretches.Count; i++)
        {
            if (stretches[i].IsLevelWith(stretches[i - 1]) && (place < 0 || Step(stretches, i) < Step(stretches, place)))
            {
                place = i;
            }
        }

        if (place < 0)
        {
            return false;
        }

        Join(logs, stretches, place - 1, place);
        return true;
    }

    private static bool TakeShortest(double[] logs, List<LevelStretch> stretches, List<Incident> incidents)
    {
        var best = (From: -1, To: -1, Length: int.MaxValue);
        for (var from = 1; from < stretches.Count - 1; from++)
        {
            var length = 0;
            for (var to = from; to < stretches.Count - 1 && (length += stretches[to].Length) <= Longest; to++)
            {
                if (length < best.Length && IsOver(stretches, from, to, length))
                {
                    best = (from, to, length);
                }
            }
        }

        if (best.From < 0)
        {
            return false;
        }

        var points = stretches[best.From..(best.To + 1)].SelectMany(stretch => stretch.Points).ToArray();
        var (first, level) = (points[0], LevelStretch.Of(logs, points).Level);
        incidents.RemoveAll(inner => inner.Index >= first && inner.Index <= points[^1]);
        Join(logs, stretches, best.From - 1, best.To + 1);
        incidents.Add(new Incident(first, points[^1] - first + 1, Math.Exp(level - stretches[best.From - 1].Level)));
        return true;
    }

    // Back at the level before, and for long enough.
    private static bool IsOver(List<LevelStretch> stretches, int from, int to, int length) =>
        stretches[from - 1].IsLevelWith(stretches[to + 1])
            && stretches.Skip(to + 1).Sum(stretch => stretch.Length) >= Math.Min(length, PointsOfReturn);

    // The outer two become one; whatever is between them is left out.
    private static void Join(double[] logs, List<LevelStretch> stretches, int first, int last)
    {
        var joined = LevelStretch.Of(logs, [.. stretches[first].Points, .. stretches[last].Points]);
        stretches.RemoveRange(first, last - first + 1);
        stretches.Insert(first, joined);
    }

    private static double Step(List<LevelStretch> stretches, int i) => Math.Abs(stretches[i].Level - stretches[i - 1].Level);
}
