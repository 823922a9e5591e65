using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Protocols;

namespace ProtoBench.Reports.Charts;

/// <summary>Gives every arm of a run its look. A known protocol's first arm looks the same in every report.</summary>
internal sealed class Palette
{
    private static readonly string?[] DashPatterns = [null, "7 3", "2 3", "9 3 2 3", "5 2", "12 4", "1 4", "9 3 2 3 2 3"];

    // After the slots that protocols have.
    private static readonly int FirstSpare = 1 + (ProtocolCatalog.All.Max(protocol => protocol.Traits.ColourSlot) ?? -1);

    private readonly Dictionary<string, SeriesStyle> _styles = new(StringComparer.Ordinal);

    /// <summary>
    /// Chosen as a whole, to be told apart and read on their paper. A protocol has one by its <see cref="ProtocolTraits.ColourSlot"/>;
    /// those that none has are spare.
    /// </summary>
    public static IReadOnlyList<SeriesColour> Colours { get; } =
    [
        new("#0b5fa5", "#6cb2f2"), new("#0e7490", "#4cc3d9"), new("#5b6470", "#aab4c0"), new("#8a6508", "#d9b44a"),
        new("#c0334a", "#ff8598"), new("#7b3fa0", "#c79af0"), new("#23764a", "#69c794"), new("#b34a10", "#ff9d66"),
        new("#3f4fc4", "#98a8ff"), new("#8c2f7d", "#eb93dc"), new("#4d6b12", "#b4d166"), new("#7a4b3a", "#d8a893"),
    ];

    /// <summary>For figures that belong to no arm.</summary>
    public static SeriesStyle Neutral { get; } = new("", 2, null, MarkerShape.Circle);

    public Palette(IEnumerable<Arm> arms)
    {
        var list = arms.ToList();
        var taken = new HashSet<int>();
        foreach (var arm in list)
        {
            if (ProtocolCatalog.Find(arm.Protocol)?.Traits.ColourSlot is { } own && taken.Add(own))
            {
                _styles[arm.Label] = Style(arm.Label, own, own);
            }
        }

        var next = 0;
        foreach (var arm in list.Where(arm => !_styles.ContainsKey(arm.Label)))
        {
            _styles[arm.Label] = Style(arm.Label, FreeColour(taken, next), next + FirstSpare + (next / DashPatterns.Length));
            next++;
        }

        for (var i = 0; i < list.Count; i++)
        {
            _styles[list[i].Label] = _styles[list[i].Label] with { Series = i };
        }

        Styles = [.. list.Select(arm => _styles[arm.Label])];
    }

    /// <summary>Every arm's look, in the run's order.</summary>
    public IReadOnlyList<SeriesStyle> Styles { get; }

    /// <summary>The look of an arm of this run.</summary>
    public SeriesStyle this[string label] => _styles[label];

    // Spare colours first, then those of protocols that are not in this run, then again from the start with another pattern.
    private static int FreeColour(HashSet<int> taken, int next)
    {
        for (var i = 0; i < Colours.Count; i++)
        {
            var candidate = (FirstSpare + i) % Colours.Count;
            if (taken.Add(candidate))
            {
                return candidate;
            }
        }

        return next % Colours.Count;
    }

    private static SeriesStyle Style(string label, int colour, int pattern) =>
        new(label, colour, DashPatterns[pattern % DashPatterns.Length], (MarkerShape)((pattern + (pattern / 8)) % 8));
}
