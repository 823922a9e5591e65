using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Explanations;

/// <summary>
/// Of two arms with typed messages, how much of their difference is codec, framing and HTTP version: a way from the best to the other over
/// measured arms, on which every step changes one of the three.
/// </summary>
internal static class MessageSteps
{
    private static readonly (string Name, Func<MessageForm, MessageForm, MessageForm> Take)[] Parts =
    [
        ("codec", static (here, to) => here with { Codec = to.Codec }),
        ("HTTP version", static (here, to) => here with { CarriedBy = to.CarriedBy }),
        ("framing", static (here, to) => here with { Framing = to.Framing }),
    ];

    /// <summary>The rule; silent where an arm on every such way was not measured.</summary>
    public static PossibleCause? Rule(Difference difference)
    {
        if (difference is not { Best: { Form: { } origin } best, Other: { Form: { } to } other } || origin.Rest != to.Rest
            || ValueOf(difference.Kind) is not { } value || value(best) is not { } start || value(other) is not { } end
            || start <= 0 || end <= 0)
        {
            return null;
        }

        var differing = Parts.Where(part => part.Take(origin, to) != origin).ToList();
        var ways = Orders(differing)
            .Select(order => Walk(order, origin, to, best, difference.Others, value))
            .OfType<IReadOnlyList<(string Part, ArmEvidence Arm)>>();
        foreach (var way in ways)
        {
            // Of factors that multiply the logarithms add up, whatever their order.
            var whole = Math.Log(end / start);
            var steps = new List<string>();
            var last = best;
            var most = (Part: "", Share: 0.0);
            foreach (var (part, arm) in way)
            {
                var factor = value(arm)!.Value / value(last)!.Value;
                var share = Math.Log(factor) / whole;
                steps.Add($"the {part} ({Word(part, last.Form!)} → {Word(part, arm.Form!)}, from {last.Label} to {arm.Label}) for "
                    + $"{NumberText.Share(share, 1)} ({NumberText.Of(factor, Quantity.Factor)})");
                most = share > most.Share ? (part, share) : most;
                last = arm;
            }

            return most.Share <= 0 ? null : new PossibleCause(
                most.Part,
                Math.Clamp(most.Share, 0, 1),
                $"Changing one thing at a time, of the factor {NumberText.Of(end / start, Quantity.Factor)} between them accounts "
                    + $"{string.Join(", ", steps)}.");
        }

        return null;
    }

    private static Func<ArmEvidence, double?>? ValueOf(DifferenceKind kind) => kind switch
    {
        DifferenceKind.Median => arm => arm.P50,
        DifferenceKind.Tail => arm => arm.P99,
        DifferenceKind.Rate => arm => 1 / arm.Rate,
        _ => null,
    };

    private static string Word(string part, MessageForm form) =>
        part == Parts[0].Name ? form.Codec : part == Parts[1].Name ? form.CarriedBy : form.Framing;

    private static List<(string, ArmEvidence)>? Walk(
        IReadOnlyList<(string Name, Func<MessageForm, MessageForm, MessageForm> Take)> order,
        MessageForm origin,
        MessageForm to,
        ArmEvidence best,
        IReadOnlyList<ArmEvidence> measured,
        Func<ArmEvidence, double?> value)
    {
        var way = new List<(string, ArmEvidence)>();
        var at = origin;
        foreach (var (name, take) in order)
        {
            at = take(at, to);
            if (measured.FirstOrDefault(arm => arm.Form == at && arm.Label != best.Label && value(arm) is > 0) is not { } arm)
            {
                return null;
            }

            way.Add((name, arm));
        }

        return way.Count == 0 ? null : way;
    }

    private static IEnumerable<IReadOnlyList<T>> Orders<T>(List<T> parts)
    {
        if (parts.Count <= 1)
        {
            yield return parts;
            yield break;
        }

        for (var first = 0; first < parts.Count; first++)
        {
            foreach (var rest in Orders<T>([.. parts.Where((_, index) => index != first)]))
            {
                yield return [parts[first], .. rest];
            }
        }
    }
}
