using ProtoBench.Scenarios;

namespace ProtoBench.Links.Profiles;

/// <summary>A profile, or everything that is wrong with it.</summary>
/// <param name="Profile">Null when there are errors.</param>
/// <param name="Errors">Empty when there is a profile.</param>
/// <param name="Text">The text they refer to.</param>
public sealed record LinkProfileReading(LinkProfile? Profile, IReadOnlyList<ScenarioError> Errors, string Text)
{
    /// <summary>All errors as compilers show them.</summary>
    public string RenderErrors() => ScenarioErrorText.Render(Errors, Text);
}
