using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Protocols;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Reports.Text;
using ProtoBench.Trials.Estimates;

namespace ProtoBench.Commands;

/// <summary><c>--budget</c>: as many trials as a time has room for.</summary>
internal static class RunBudget
{
    private const string Option = "--budget";

    // As many as a scenario may ask for.
    private const int MostTrials = 1_000;

    public static TimeSpan Parse(string text) => OptionQuantity.Duration(Option, text, 1, 24 * 3600, "1 s to 1440 min");

    /// <summary>
    /// The quick scenario with as many trials of each cell as end within <paramref name="budget"/> even where every warm-up runs to its
    /// limit.
    /// </summary>
    /// <param name="budget">For the whole run.</param>
    /// <param name="overrides">Its other changes.</param>
    /// <param name="atMost">The overrides say how many trials there may be; without, there may be more than the scenario has.</param>
    /// <param name="tell">Where it is told what was fitted.</param>
    /// <exception cref="UsageException">Not even one trial of each cell fits.</exception>
    public static Scenario Fit(TimeSpan budget, ScenarioOverrides overrides, bool atMost, TextWriter tell)
    {
        var scenario = ScenarioInput.Quick(overrides);
        var round = PlanEstimate.Of(PlanOf(scenario with { Trials = 1 }));
        if (round.Trials == 0)
        {
            return scenario;
        }

        var fitting = (int)Math.Min(MostTrials, Math.Floor(budget / round.Maximum));
        if (fitting < 1)
        {
            throw new UsageException($"{Option} {RunText.Length(budget)} is too short: one trial of each of "
                + $"{Plural.Of(round.Trials, "cell")} takes up to {RunText.Length(round.Maximum)}; name fewer protocols, or give more time "
                + "or a shorter --duration");
        }

        var trials = atMost ? Math.Min(fitting, scenario.Trials) : fitting;
        tell.WriteLine($"budget {RunText.Length(budget)}: {Plural.Of(trials, "trial")} of each of {Plural.Of(round.Trials, "cell")}, "
            + EstimateText.Of(PlanEstimate.Of(PlanOf(scenario with { Trials = trials })))
            + (trials == 1 ? "; one trial shows levels, nothing is ranked" : ""));
        return ScenarioInput.Quick(overrides with { Set = [.. overrides.Set, $"trials={trials}"] });
    }

    private static Plan PlanOf(Scenario scenario) => PlanBuilder.Build(scenario, ProtocolCatalog.All, WorkloadCatalog.All);
}
