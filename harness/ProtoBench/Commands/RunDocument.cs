using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Commands;

/// <summary>What <c>run --json</c> and <c>show --json</c> print: the summary; every raw figure is in the run folder's trials.jsonl.</summary>
/// <param name="Id">Name of the run.</param>
/// <param name="Folder">Where it is stored.</param>
/// <param name="Verdicts">The answers in words.</param>
/// <param name="Cells">Every cell of the plan.</param>
public sealed record RunDocument(string Id, string Folder, IReadOnlyList<string> Verdicts, IReadOnlyList<CellDocument> Cells)
{
    internal static RunDocument Of(RunSummary summary, string folder) => new(
        summary.Run.Id,
        folder,
        [.. summary.Verdicts.Select(verdict => string.Join(' ', verdict.Rest.Prepend(verdict.Answer)))],
        [.. summary.Cells.Select(CellDocument.Of)]);
}
