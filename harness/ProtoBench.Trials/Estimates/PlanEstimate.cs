using ProtoBench.Analysis.Summaries;
using ProtoBench.Links.Certification;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Links;

namespace ProtoBench.Trials.Estimates;

/// <summary>How long a plan will take.</summary>
/// <param name="Trials">Process pairs to start, at most.</param>
/// <param name="Minimum">When every warm-up ends as early as it may, and the run as well.</param>
/// <param name="Maximum">When every warm-up runs to its limit; no more than the scenario's budget.</param>
public sealed record PlanEstimate(int Trials, TimeSpan Minimum, TimeSpan Maximum)
{
    /// <summary>
    /// Starting two .NET processes, connecting, and collecting what they measured: about 0.8 s a trial on two processors.
    /// </summary>
    public static TimeSpan ProcessOverhead { get; } = TimeSpan.FromSeconds(0.8);

    /// <summary>
    /// Rehearsals, lead-ins and waiting for the last exchange of every slice: about 0.5 s for a trial that is measured in turns.
    /// </summary>
    public static TimeSpan TurnsOverhead { get; } = TimeSpan.FromSeconds(0.5);

    /// <summary>Building, certifying and clearing away an emulated link: about 5 s a trial.</summary>
    public static TimeSpan LinkOverhead { get; } = TimeSpan.FromSeconds(5);

    public static PlanEstimate Of(Plan plan)
    {
        var (scenario, cells) = (plan.Scenario, plan.Cells.ToDictionary(cell => cell.Id));
        var links = plan.Cells.Select(cell => cell.Link).Distinct().ToDictionary(link => link, link => OverheadOf(scenario, link));

        // A round has one link for all of its trials.
        var linked = plan.Trials.DistinctBy(trial => trial.Round ?? -trial.Number)
            .Aggregate(TimeSpan.Zero, (sum, trial) => sum + links[cells[trial.CellId].Link]);
        var turns = plan.Trials.Count(trial => trial.Round is not null) * TurnsOverhead;
        var fixedPart = linked + turns + (plan.Trials.Count * (scenario.Duration + ProcessOverhead));
        var least = fixedPart + (plan.Trials.Count * scenario.WarmUp.Minimum);
        var most = fixedPart + (plan.Trials.Count * scenario.WarmUp.Maximum);
        if (scenario.Margin is not null && scenario.Trials > EarlyEnd.FirstLook)
        {
            least *= (double)EarlyEnd.FirstLook / scenario.Trials;
        }

        // The first repetition is measured however short the budget is.
        return scenario.Budget is { } budget
            ? new PlanEstimate(
                plan.Trials.Count, Least(least, Most(budget, least / scenario.Trials)), Least(most, Most(budget, most / scenario.Trials)))
            : new PlanEstimate(plan.Trials.Count, least, most);
    }

    private static TimeSpan Least(TimeSpan one, TimeSpan other) => one < other ? one : other;

    private static TimeSpan Most(TimeSpan one, TimeSpan other) => one > other ? one : other;

    // A slow or distant link takes longer to certify than others.
    private static TimeSpan OverheadOf(Scenario scenario, string link) =>
        link == ScenarioVocabulary.Loopback ? TimeSpan.Zero
        : ScenarioLinks.Of(scenario, link) is { } profile && CertificateTime.Of(profile) is var time && time > LinkOverhead ? time
        : LinkOverhead;
}
