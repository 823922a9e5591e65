using ProtoBench.Analysis.Comparisons;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// Writes a comparison or a gate's decision in the forms continuous integration reads. For <c>ab</c>, <c>compare</c> and <c>gate</c>.
/// </summary>
internal static class ComparisonExports
{
    /// <summary>Writes the files asked for.</summary>
    /// <param name="comparison">What was compared.</param>
    /// <param name="gate">What a gate made of it; null without one.</param>
    /// <param name="files">Where to; a path that is null is not written.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public static void Write(ComparisonReport comparison, GateReport? gate, CheckFiles files) =>
        files.Write(
            gate is null ? CheckSuites.Of(comparison) : CheckSuites.Of(gate),
            gate is null ? GitHubSummary.Of(comparison) : GitHubSummary.Of(gate));
}
