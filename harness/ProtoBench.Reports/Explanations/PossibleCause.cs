namespace ProtoBench.Reports.Explanations;

/// <summary>What one rule has to say about a difference.</summary>
/// <param name="Cause">In a few words, for example <c>processor time</c>.</param>
/// <param name="Share">How much of the difference the evidence accounts for, 0 to 1; 1 where it is all or nothing.</param>
/// <param name="Sentence">The evidence with its figures.</param>
internal sealed record PossibleCause(string Cause, double Share, string Sentence);
