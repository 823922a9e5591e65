using ProtoBench.Results;

namespace ProtoBench.Reports;

/// <summary>One way to show a run. A pure function of it: the same run gives the same bytes.</summary>
internal interface IReport
{
    /// <summary>The file's name in the run folder.</summary>
    string FileName { get; }

    void Render(RunResult run, TextWriter output);
}
