using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Reading.Links;

/// <summary>A profile, or everything that is wrong with it.</summary>
/// <param name="Profile">Null when there are errors.</param>
/// <param name="Errors">Empty when there is a profile.</param>
/// <param name="Text">The text they refer to.</param>
public sealed record LinkProfileReading(LinkProfile? Profile, IReadOnlyList<ScenarioError> Errors, string Text)
{
    /// <summary>Texts of the rate traces that were read with it, by the names it gives them.</summary>
    public IReadOnlyDictionary<string, string> Traces { get; init; } = new Dictionary<string, string>();

    /// <summary>The file's name, for messages about the whole profile.</summary>
    public string Source { get; init; } = "";

    /// <summary>
    /// Where each key's value stands, as line, column and length; those of one direction begin with <c>up.</c> or <c>down.</c>.
    /// </summary>
    public IReadOnlyDictionary<string, (int Line, int Column, int Length)> Places { get; init; } =
        new Dictionary<string, (int, int, int)>();

    /// <summary>All errors as compilers show them.</summary>
    public string RenderErrors() => ScenarioErrorText.Render(Errors, Text);
}
