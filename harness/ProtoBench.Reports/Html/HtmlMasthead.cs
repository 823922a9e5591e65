using System.Globalization;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;
using ProtoBench.Reports.Text;

namespace ProtoBench.Reports.Html;

/// <summary>What stands above a run's answer, and its facts for the section below.</summary>
internal static class HtmlMasthead
{
    public static PageHead Of(RunSummary summary)
    {
        var run = summary.Run;
        var tool = $"ProtoBench {run.Fingerprint.ToolVersion}";
        return new PageHead(run.Plan.Scenario.Title, Over(summary), tool, $"{tool}. Run {run.Id}.");
    }

    /// <summary>The run, its machine and the command that made it; of several runs nothing, since each is told by itself.</summary>
    public static void Facts(MarkupWriter html, RunSummary summary)
    {
        var (run, fingerprint) = (summary.Run, summary.Run.Fingerprint);
        if (run.Plan.Scenario.Description.Length > 0)
        {
            html.Element("p", run.Plan.Scenario.Description, ("class", "desc"));
        }

        if (summary.Parts.Count > 1)
        {
            return;
        }

        using (html.Open("dl", ("class", "facts")))
        {
            Fact(html, "Run", run.Id);
            Fact(html, "Started", run.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
            Fact(html, "Took", RunText.Length(summary.Length));
            Fact(html, "Trials", Trials(summary));
            foreach (var host in run.Hosts ?? [])
            {
                Machine(html, $" of the {host.Role}", $"{host.Name}: ", host.Fingerprint);
            }

            if (run.Hosts is not { Count: > 0 })
            {
                Machine(html, "", "", fingerprint);
            }

            using (html.Open("div", ("class", "wide")))
            {
                html.Element("dt", "Command");
                using (html.Open("dd"))
                {
                    html.Element("code", run.Command);
                }
            }
        }
    }

    private static void Machine(MarkupWriter html, string of, string name, Fingerprint machine)
    {
        Fact(
            html,
            "Machine" + of,
            $"{name}{machine.CpuModel}, {machine.Processors} logical processors, {NumberText.Of(machine.MemoryBytes, Quantity.Bytes)}");
        Fact(html, "Software" + of, $"{machine.OperatingSystem}, kernel {machine.Kernel}, {machine.Runtime}");
    }

    private static string Over(RunSummary summary) => summary.Parts.Count > 1
        ? $"{summary.Parts.Count} runs side by side: {string.Join(", ", summary.Parts.Select(part => part.Label))}"
        : $"{summary.Run.Started.ToUniversalTime().ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)}, "
            + $"{RunText.Length(summary.Length)}, {Trials(summary)}";

    private static string Trials(RunSummary summary) =>
        $"{summary.Cells.Sum(cell => cell.Succeeded.Count)} valid trials of {summary.Run.Plan.Trials.Count} planned";

    private static void Fact(MarkupWriter html, string name, string value)
    {
        using (html.Open("div"))
        {
            html.Element("dt", name);
            html.Element("dd", value);
        }
    }
}
