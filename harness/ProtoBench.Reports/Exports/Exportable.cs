using System.Diagnostics;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Analysis.History;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>What a command found, for other programs. Exactly one property is set: the one of its <see cref="Kind"/>.</summary>
internal sealed record Exportable
{
    private Exportable(ExportedKind kind) => Kind = kind;

    public ExportedKind Kind { get; }

    public RunResult? Run { get; private init; }

    public ComparisonReport? Comparison { get; private init; }

    public GateReport? Gate { get; private init; }

    public HistoryReport? History { get; private init; }

    /// <summary>What was asked and answered: every kind has that.</summary>
    public CheckSuite Checks => this switch
    {
        { Run: { } run } => CheckSuites.Of(run),
        { Comparison: { } comparison } => CheckSuites.Of(comparison),
        { Gate: { } gate } => CheckSuites.Of(gate),
        { History: { } history } => CheckSuites.Of(history),
        _ => throw new UnreachableException($"{Kind} without its finding."),
    };

    public static Exportable Of(RunResult run) => new(ExportedKind.Run) { Run = run };

    public static Exportable Of(ComparisonReport comparison) => new(ExportedKind.Comparison) { Comparison = comparison };

    public static Exportable Of(GateReport gate) => new(ExportedKind.Gate) { Gate = gate };

    public static Exportable Of(HistoryReport history) => new(ExportedKind.History) { History = history };
}
