using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>A message in JSON: as text, or as YAML that says the same (every JSON is YAML).</summary>
internal sealed class JsonShape : ValueShape<string>
{
    public override string Wanted => "a message such as { name: value }, or its JSON in quotes";

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = new JsonArray("object", "string") };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = null;
        switch (node)
        {
            case SourceMapping:
                value = Convert(node)!.ToJsonString();
                return true;
            case SourceScalar { IsNull: false } scalar:
                return TryParse(scalar, what, context, out value);
            default:
                return WrongType(node, what, context);
        }
    }

    private static bool TryParse(SourceScalar scalar, string what, ReadingContext context, [NotNullWhen(true)] out string? value)
    {
        value = scalar.Text;
        try
        {
            using var document = JsonDocument.Parse(scalar.Text);
            return true;
        }
        catch (JsonException error)
        {
            context.Report(
                scalar.Span, ScenarioErrorCodes.BadRpc, $"{what} is no JSON: {error.Message}", "write { name: value }, or JSON in quotes");
            value = null;
            return false;
        }
    }

    // What stands in quotes is text; what does not is what YAML takes it for, as in JSON.
    private static JsonNode? Convert(SourceNode node) => node switch
    {
        SourceMapping mapping => new JsonObject(
            mapping.Entries.DistinctBy(entry => entry.Key.Text).Select(entry => KeyValuePair.Create(entry.Key.Text, Convert(entry.Value)))),
        SourceList list => new JsonArray([.. list.Items.Select(Convert)]),
        SourceScalar { IsNull: true } => null,
        SourceScalar { Plain: true, Text: "true" or "True" or "TRUE" } => JsonValue.Create(true),
        SourceScalar { Plain: true, Text: "false" or "False" or "FALSE" } => JsonValue.Create(false),
        SourceScalar { Plain: true } scalar when decimal.TryParse(
            scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) => JsonValue.Create(number),
        SourceScalar scalar => JsonValue.Create(scalar.Text),
        _ => null,
    };
}
