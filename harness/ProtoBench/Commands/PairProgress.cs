using System.Globalization;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Text;
using ProtoBench.Trials.Pairs;

namespace ProtoBench.Commands;

/// <summary>One line for each stage and each finished pair, on standard error.</summary>
internal sealed class PairProgress(TextWriter output) : IPairProgress
{
    private IReadOnlyDictionary<string, string> _names = new Dictionary<string, string>();

    public void StageStarting(int stage, IReadOnlyList<Cell> cells, int pairs)
    {
        _names = CellNames.Of(cells);
        output.WriteLine(stage == 1
            ? $"{Plural.Of(pairs, "pair")} of each of {Plural.Of(cells.Count, "cell")}"
            : $"{cells.Count} suspect: {string.Join("; ", _names.Values)}; {pairs} fresh pairs of each");
    }

    public void PairEnded(Cell cell, PairResult pair, int done, int planned) => output.WriteLine(
        $"  {done}/{planned} {_names[cell.Id]}: " + (pair.Counts
            ? string.Create(
                CultureInfo.InvariantCulture, $"{pair.Base.Measurement!.AchievedRate:0}/s against {pair.New.Measurement!.AchievedRate:0}/s")
            : string.Join("; ", pair.Base.Reasons.Concat(pair.New.Reasons).Distinct(StringComparer.Ordinal))));
}
