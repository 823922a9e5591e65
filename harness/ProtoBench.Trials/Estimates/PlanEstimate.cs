using ProtoBench.Links.Certification;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Links;

namespace ProtoBench.Trials.Estimates;

/// <summary>How long a plan will take.</summary>
/// <param name="Trials">Process pairs to start.</param>
/// <param name="Minimum">When every warm-up ends as early as it may.</param>
/// <param name="Maximum">When every warm-up runs to its limit.</param>
public sealed record PlanEstimate(int Trials, TimeSpan Minimum, TimeSpan Maximum)
{
    /// <summary>
    /// Starting two .NET processes, connecting, and collecting what they measured: about 0.8 s a trial on two processors.
    /// </summary>
    public static TimeSpan ProcessOverhead { get; } = TimeSpan.FromSeconds(0.8);

    /// <summary>Building, certifying and clearing away an emulated link: about 5 s a trial.</summary>
    public static TimeSpan LinkOverhead { get; } = TimeSpan.FromSeconds(5);

    public static PlanEstimate Of(Plan plan)
    {
        var count = plan.Trials.Count;
        var cells = plan.Cells.ToDictionary(cell => cell.Id);
        var links = plan.Cells.Select(cell => cell.Link).Distinct().ToDictionary(link => link, link => OverheadOf(plan.Scenario, link));
        var linked = plan.Trials.Aggregate(TimeSpan.Zero, (sum, trial) => sum + links[cells[trial.CellId].Link]);
        var fixedPart = plan.Scenario.Duration + ProcessOverhead;
        return new PlanEstimate(
            count, linked
                + (count * (fixedPart + plan.Scenario.WarmUp.Minimum)), linked + (count * (fixedPart + plan.Scenario.WarmUp.Maximum)));
    }

    // A slow or distant link takes longer to certify than others.
    private static TimeSpan OverheadOf(Scenario scenario, string link) =>
        link == ScenarioVocabulary.Loopback ? TimeSpan.Zero
        : ScenarioLinks.Of(scenario, link) is { } profile && CertificateTime.Of(profile) is var time && time > LinkOverhead ? time
        : LinkOverhead;
}
