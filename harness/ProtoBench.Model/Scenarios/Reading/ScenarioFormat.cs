namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// The codes of <see cref="ScenarioErrorCodes"/> for the mistakes that every shape can find, with the reader's own sentences.
/// </summary>
internal static class ScenarioFormat
{
    public static SourceFormat Instance { get; } = new()
    {
        Noun = "scenario",
        Example = "scenarios/README.md has a complete example",
        Syntax = ScenarioErrorCodes.Syntax,
        NotOneMapping = ScenarioErrorCodes.NotOneMapping,
        DuplicateKey = ScenarioErrorCodes.DuplicateKey,
        YamlFeature = ScenarioErrorCodes.YamlFeature,
        MissingKey = ScenarioErrorCodes.MissingKey,
        UnknownKey = ScenarioErrorCodes.UnknownKey,
        KeyNotApplicable = ScenarioErrorCodes.KeyNotApplicable,
        WrongType = ScenarioErrorCodes.WrongType,
        Empty = ScenarioErrorCodes.Empty,
        UnknownWord = ScenarioErrorCodes.UnknownWord,
        OutOfRange = ScenarioErrorCodes.OutOfRange,
    };
}
