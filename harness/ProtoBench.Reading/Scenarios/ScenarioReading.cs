using System.Diagnostics.CodeAnalysis;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reading.Scenarios;

/// <summary>What came of reading a scenario: the scenario, or everything that is wrong with it.</summary>
public sealed record ScenarioReading
{
    private ScenarioReading(Scenario? scenario, IReadOnlyList<ScenarioError> errors, string text) =>
        (Scenario, Errors, Text) = (scenario, errors, text);

    /// <summary>Null exactly when there are errors.</summary>
    public Scenario? Scenario { get; }

    /// <summary>Sorted by their place in the file.</summary>
    public IReadOnlyList<ScenarioError> Errors { get; }

    /// <summary>The text that was read, for showing errors in their lines.</summary>
    public string Text { get; }

    [MemberNotNullWhen(true, nameof(Scenario))]
    public bool Succeeded => Scenario is not null;

    internal static ScenarioReading Success(Scenario scenario, string text) => new(scenario, [], text);

    internal static ScenarioReading Failure(IEnumerable<ScenarioError> errors, string text) =>
        new(null, [.. errors.OrderBy(error => error.Line).ThenBy(error => error.Column)], text);
}
