namespace ProtoBench.Analysis.Summaries;

/// <summary>What the run says about one question, in sentences with their intervals.</summary>
/// <param name="Scope">Where it holds, for example <c>echo, 1 in flight</c>.</param>
/// <param name="Answer">The answer itself, for example <c>unix answered fastest: p50 19.2 µs (95 % CI 18.9–19.5 µs).</c></param>
/// <param name="Rest">How the other arms compare; may be empty.</param>
internal sealed record Verdict(string Scope, string Answer, IReadOnlyList<string> Rest);
