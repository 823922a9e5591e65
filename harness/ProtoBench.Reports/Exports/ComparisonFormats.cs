using ProtoBench.Analysis.Comparisons;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// The forms of <see cref="ExportFormats"/> that a comparison has too: those that say what passed, and not how large it was.
/// </summary>
internal static class ComparisonFormats
{
    private static readonly Dictionary<string, Func<ComparisonReport, string>> All = new(StringComparer.Ordinal)
    {
        ["github-summary"] = GitHubSummary.Of,
        ["github-annotations"] = report => GitHubAnnotations.Of(CheckSuites.Of(report)),
        ["junit"] = report => JUnitXml.Of(CheckSuites.Of(report)),
    };

    public static IEnumerable<string> Names => All.Keys;

    public static Func<ComparisonReport, string>? Find(string name) => All.GetValueOrDefault(name);
}
