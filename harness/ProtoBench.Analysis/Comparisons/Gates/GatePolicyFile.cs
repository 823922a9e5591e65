using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Yaml;

namespace ProtoBench.Analysis.Comparisons.Gates;

/// <summary>Reads policy files, with the reader of scenarios: every error at once, each with its line and the remedy.</summary>
public static class GatePolicyFile
{
    /// <summary>The file that is read when none is named.</summary>
    public const string DefaultName = "gates.yaml";

    public static GatePolicyReading Load(string path) => SourceText.Read(path, "a gate policy") switch
    {
        { Error: { } error } => new GatePolicyReading(null, [error], ""),
        var source => Parse(source.Text, path),
    };

    /// <param name="text">YAML.</param>
    /// <param name="fileName">Shown in errors.</param>
    public static GatePolicyReading Parse(string text, string fileName)
    {
        var context = new ReadingContext(Vocabulary.None, ScenarioFormat.Instance);
        var file = SourceTree.ParseFile(text, fileName, context);
        if (file is null || !GatePolicyKeys.Shape.TryRead(file, "the policy", context, out var policy) || context.Errors.Count > 0)
        {
            return new GatePolicyReading(null, [.. context.Errors.OrderBy(error => error.Line).ThenBy(error => error.Column)], text);
        }

        return new GatePolicyReading(policy with { Name = fileName }, [], text);
    }
}
