using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>
/// The scenario format as JSON Schema for editors, made from the same table of keys as the parser. Draft-07, the newest one that
/// yaml-language-server supports.
/// </summary>
public static class ScenarioSchema
{
    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        // The file is read by people and editors, never put into HTML.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        NewLine = "\n",
    };

    /// <summary>The schema, ending with a line break.</summary>
    public static string Text(ScenarioVocabulary vocabulary) => Text("ProtoBench scenario", ScenarioKeys.Shape.Schema(vocabulary));

    /// <summary>The same for another format that is read by shapes.</summary>
    internal static string Text(string title, JsonObject shape)
    {
        var schema = new JsonObject
        {
            ["$schema"] = "http://json-schema.org/draft-07/schema#",
            ["title"] = title,
        };
        foreach (var (word, rule) in shape.ToArray())
        {
            schema[word] = rule?.DeepClone();
        }

        return schema.ToJsonString(Readable) + "\n";
    }
}
