namespace ProtoBench.Reports.Explanations;

/// <summary>What explains one arm's difference to the best.</summary>
/// <param name="Arm">The arm that is behind.</param>
/// <param name="Claim">The difference, for example <c>p50 is 3.1× that of tcp</c>.</param>
/// <param name="Outcome">How far the evidence goes.</param>
/// <param name="Causes">What explains it, in a few words; empty where nothing does.</param>
/// <param name="Sentences">The evidence, the strongest first; what was looked at in vain where nothing explains it.</param>
internal sealed record Explanation(
    string Arm, string Claim, ExplanationOutcome Outcome, IReadOnlyList<string> Causes, IReadOnlyList<string> Sentences);
