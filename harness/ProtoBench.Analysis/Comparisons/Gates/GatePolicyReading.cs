using System.Diagnostics.CodeAnalysis;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>What came of reading a policy: the policy, or everything that is wrong with it.</summary>
/// <param name="Policy">Null exactly when there are errors.</param>
/// <param name="Errors">By their place in the file.</param>
/// <param name="Text">The text that was read, for showing errors in their lines.</param>
public sealed record GatePolicyReading(GatePolicy? Policy, IReadOnlyList<ScenarioError> Errors, string Text)
{
    [MemberNotNullWhen(true, nameof(Policy))]
    public bool Succeeded => Policy is not null;
}
