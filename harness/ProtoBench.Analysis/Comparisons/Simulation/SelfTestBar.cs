using ProtoBench.Model.Statistics;

namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>One promise of the rule, held against a simulation.</summary>
/// <param name="Claim">What is promised, for example <c>quiet: suites with a false "slower" at most 1 %</c>.</param>
/// <param name="Count">How often it happened.</param>
/// <param name="Of">In how many simulated cases.</param>
/// <param name="Limit">Largest or smallest share allowed.</param>
/// <param name="AtMost">Is the limit the largest share?</param>
internal sealed record SelfTestBar(string Claim, long Count, long Of, double Limit, bool AtMost)
{
    /// <summary>
    /// Chance of calling a promise broken that holds exactly at its limit. A run checks about fifteen promises, so one run in seventy would
    /// do so at worst.
    /// </summary>
    private const double FalseAlarm = 0.001;

    /// <summary>What was counted, as a share.</summary>
    public double Share => SelfTestBars.Share(Count, Of);

    /// <summary>Was the share within the limit?</summary>
    public bool Holds => AtMost ? Share <= Limit : Share >= Limit;

    /// <summary>
    /// Is it beyond the limit by more than the simulation's own chance? A rule that errs in 0.7 % of all suites is counted at 1.25 % of
    /// 2,000 now and then, which says that 2,000 were too few and nothing about the rule.
    /// </summary>
    public bool IsBroken => !Holds && (AtMost
        ? 1 - BinomialDistribution.Cumulative(Count - 1, Of, Limit) < FalseAlarm
        : BinomialDistribution.Cumulative(Count, Of, Limit) < FalseAlarm);
}
