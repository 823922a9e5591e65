using ProtoBench.Analysis.Summaries;

namespace ProtoBench.Reports;

/// <summary>
/// One way to show a run. A pure function of its summary, which all reports of a run share because it costs as much as they do: the same
/// run gives the same bytes.
/// </summary>
internal interface IReport
{
    /// <summary>The file's name in the run folder.</summary>
    string FileName { get; }

    void Render(RunSummary summary, TextWriter output);
}
