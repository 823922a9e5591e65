using ProtoBench.Model.Scenarios;

namespace ProtoBench.Model.Plans;

/// <summary>What came of filtering a plan.</summary>
/// <param name="Plan">The filtered plan; null when there are errors.</param>
/// <param name="Errors">One for every pattern that matches nothing.</param>
public sealed record PlanFiltering(Plan? Plan, IReadOnlyList<ScenarioError> Errors);
