namespace ProtoBench.Comparisons.Simulation;

/// <summary>One promise of the rule, held against a simulation.</summary>
/// <param name="Claim">What is promised, for example <c>quiet: suites with a false "slower" at most 1 %</c>.</param>
/// <param name="Share">What was counted, as a share.</param>
/// <param name="Limit">Largest or smallest share allowed.</param>
/// <param name="AtMost">Is the limit the largest share?</param>
internal sealed record SelfTestBar(string Claim, double Share, double Limit, bool AtMost)
{
    public bool Holds => AtMost ? Share <= Limit : Share >= Limit;
}
