using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Results;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Links;
using Quantity = ProtoBench.Model.Text.Quantity;

namespace ProtoBench.Reports.Html;

/// <summary>The proof that each emulated link was what its profile says. Only for runs that had some.</summary>
internal static class HtmlCertificates
{
    /// <summary>Whether any trial ran over an emulated link.</summary>
    public static bool Has(ReportPage page) => page.Summary.Run.Trials.Any(trial => trial.Link is not null);

    /// <summary>How many held, in one line.</summary>
    public static string Gist(ReportPage page)
    {
        var certificates = page.Summary.Run.Trials.Select(trial => trial.Link?.Certificate).OfType<LinkCertificate>().ToList();
        return $"{certificates.Count(certificate => certificate.Holds)} of {certificates.Count} links did what their profile says; each "
            + "was measured before its trial.";
    }

    /// <summary>What was configured, what was measured, and what the emulator itself did.</summary>
    public static void Write(ReportPage page)
    {
        var (html, summary) = (page.Html, page.Summary);
        var trials = summary.Run.Trials.Where(trial => trial.Link is not null).ToList();
        if (trials.Count == 0)
        {
            return;
        }

        var links = summary.Run.Plan.Cells.ToDictionary(cell => cell.Id, cell => cell.Link, StringComparer.Ordinal);
        html.Element(
            "p",
            "Every emulated link was measured against its profile right before each trial. If the link did not match, or its "
                + "emulator was late, "
                + "the trial was retried, up to three attempts in all; after the last it is invalid. "
                + "Shown is the first certificate of each link, and in how many trials each check held.",
            ("class", "sub"));
        foreach (var group in trials.GroupBy(trial => links[trial.CellId], StringComparer.Ordinal))
        {
            using (html.Open("div", page.OfLink(group.Key)))
            {
                Link(page, group.Key, [.. group]);
            }
        }
    }

    private static void Link(ReportPage page, string name, IReadOnlyList<TrialResult> trials)
    {
        var html = page.Html;
        // A round has one link for all of its trials.
        trials = [.. trials.DistinctBy(trial => trial.Round ?? -trial.Number)];
        var evidence = trials.Select(trial => trial.Link!).ToList();
        var facts = evidence[0].Certificate.Facts;
        html.Element("h3", name);
        Profile(page, name);
        html.Element(
            "p",
            $"{evidence.Count(link => link.Certificate.Holds)} of {evidence.Count} certificates held{Again(trials)}. Backend "
                + $"{facts.Backend}, MTU {facts.Mtu}, congestion control {facts.CongestionClient}, "
                + $"{(facts.RealTime ? "real-time priority" : "ordinary priority")}, {facts.ProcessorsKeptAwake} processors kept "
                    + "awake. Round trip without impairment (never subtracted): "
                + $"{NumberText.Of(evidence[0].Certificate.FloorMicroseconds, Quantity.Microseconds)}. During the trials: "
                    + $"{Traffic(evidence)}",
            ("class", "sub"));
        using (page.Scroll($"Certificate of {name}"))
        using (html.Open("table"))
        {
            page.Headings("check", "expected", "measured first", "samples", "held");
            using (html.Open("tbody"))
            {
                foreach (var check in evidence[0].Certificate.Checks)
                {
                    var same = evidence.SelectMany(link => link.Certificate.Checks).Where(other => other.Name == check.Name).ToList();
                    using (html.Open("tr"))
                    {
                        html.Element("th", check.Name, ("scope", "row"));
                        html.Element("td", check.Expected, ("class", "text"));
                        html.Element("td", check.Measured, ("class", "text"));
                        html.Element("td", NumberText.Whole(check.Samples));
                        html.Element("td", Held(same.Select(other => other.Passed)), ("class", "text"));
                    }
                }
            }
        }
    }

    // What the profile says it is and does, and where its figures come from.
    private static void Profile(ReportPage page, string name)
    {
        if (ScenarioLinks.Of(page.Summary.Run.Plan.Scenario, name) is { } profile)
        {
            var description = LinkProfileDescription.Of(profile);
            page.Html.Element("p", $"{profile.Title}. {char.ToUpperInvariant(description[0])}{description[1..]}.");
            page.Html.Element("p", $"Source: {profile.Source.TrimEnd().TrimEnd('.')}.", ("class", "sub"));
        }
    }

    private static string Again(IReadOnlyList<TrialResult> trials)
    {
        var again = trials.Count(trial => trial.RejectedAttempts.Count > 0);
        return again == 0 ? "" : $"; {again} {(again == 1 ? "trial" : "trials")} retried "
            + $"({trials.Sum(trial => trial.RejectedAttempts.Count)} rejected attempts)";
    }

    private static string Held(IEnumerable<bool?> passed)
    {
        var judged = passed.OfType<bool>().ToList();
        return judged.Count == 0 ? "not measurable here" : $"{judged.Count(held => held)} of {judged.Count}";
    }

    private static string Traffic(IReadOnlyList<LinkEvidence> evidence)
    {
        var directions = evidence.SelectMany(link => new[] { link.Statistics.Up, link.Statistics.Down }).ToList();
        var lost = directions.Sum(direction => direction.Lost + direction.LostInBurst + direction.Listed + direction.Blackout);
        return $"{NumberText.Whole(directions.Sum(direction => direction.Received))} packets, {NumberText.Whole(lost)} lost as configured, "
            + $"{NumberText.Whole(directions.Sum(direction => direction.QueueFull))} dropped by a full queue, "
            + $"{NumberText.Whole(directions.Sum(direction => direction.Overflow))} by an overloaded emulator; "
            + (directions.Max(direction => direction.LatenessP99Microseconds) is { } latest
                ? $"released at most {NumberText.Of(latest, Quantity.Microseconds)} late (p99, worst trial)."
                : "how late it released them, the kernel does not say.");
    }
}
