using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Figures;

/// <summary>All that is told of a load point in sentences below its table, in the order in which it is read.</summary>
internal static class LoadLines
{
    public static IEnumerable<string> Of(LoadSummary load, RunResult run) =>
    [
        .. ObjectiveLines.Of(load, run), .. AnswerLines.Of(load, run), .. TimeLines.Of(load), .. PollingLines.Of(load),
        .. PartLines.Of(load), .. HeatLines.Of(load), .. CongestionLines.Of(load), .. SentAgainLines.Of(load),
        .. LinkQueueLines.Of(load), .. SocketLines.Of(load),
    ];
}
