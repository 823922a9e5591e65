using System.Text;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// Bad answers as GitHub workflow commands, to be printed on standard output of a step (docs.github.com, "Workflow commands for GitHub
/// Actions"; escapes of actions/toolkit's command.ts). GitHub drops all but ten of a kind in a step without a word, so fewer are written
/// and the rest is counted.
/// </summary>
internal static class GitHubAnnotations
{
    private const int Most = 8;

    public static Export Export { get; } = Export.OfAnything(
        "github-annotations", "workflow commands for cells that could not be measured", found => Of(found.Checks)) with
    {
        Flag = new("--annotate", "Print GitHub annotations for bad answers."),
    };

    public static string Of(CheckSuite suite)
    {
        var bad = suite.Checks.Where(check => check.Outcome is CheckOutcome.Failed or CheckOutcome.Error)
            .OrderBy(check => check.Outcome is CheckOutcome.Failed ? 0 : 1)
            .ToList();
        var text = new StringBuilder();
        foreach (var check in bad.Take(Most))
        {
            text.Append("::").Append(check.Outcome is CheckOutcome.Failed ? "error " : "warning ");
            if (check.File is { } file)
            {
                text.Append("file=").Append(Property(file)).Append(check.Line > 0 ? $",line={check.Line}" : "").Append(',');
            }

            text.Append("title=")
                .Append(Property($"ProtoBench: {check.Kind}"))
                .Append("::")
                .Append(Message($"{check.Name}: {check.Message}"))
                .Append('\n');
        }

        if (bad.Count > Most)
        {
            text.Append("::notice title=ProtoBench::").Append(bad.Count - Most).Append(
                " more are in the step summary and the test report\n");
        }

        return text.ToString();
    }

    private static string Message(string text) =>
        text.Replace("%", "%25", StringComparison.Ordinal).Replace("\r", "%0D", StringComparison.Ordinal).Replace(
            "\n", "%0A", StringComparison.Ordinal);

    private static string Property(string text) =>
        Message(text).Replace(":", "%3A", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);
}
