using ProtoBench.Trials;

namespace ProtoBench.Commands;

/// <summary>What <c>run</c> and <c>quick</c> were asked to do beside the scenario itself.</summary>
internal sealed record RunRequest
{
    /// <summary>What -o says: the run's folder, or a report's file; null: nothing.</summary>
    public string? Output { get; init; }

    /// <summary>The run's folder; null: a new one under results/runs.</summary>
    public string? Folder => ReportFile is null ? Output : null;

    /// <summary>The report that is asked for by its name, beside the folder that every run has; null: none.</summary>
    public string? ReportFile => Output is { } name && ReportFiles.Of(name) is not null ? name : null;

    /// <summary>Globs over cell ids; empty keeps all.</summary>
    public IReadOnlyList<string> Filters { get; init; } = [];

    /// <summary>Show the plan and stop.</summary>
    public bool DryRun { get; init; }

    /// <summary>Print JSON instead of a table.</summary>
    public bool Json { get; init; }

    /// <summary>What is kept of the traffic.</summary>
    public Recording Recording { get; init; } = new();

    /// <summary>Port of the live view on 127.0.0.1, 0 for any free one; null: no live view.</summary>
    public int? LivePort { get; init; }

    /// <summary>What other programs get of it.</summary>
    public ExportRequest Exports { get; init; } = ExportRequest.Nothing;

    /// <summary>As it was typed, for the record.</summary>
    public required string CommandLine { get; init; }
}
