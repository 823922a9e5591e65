using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>A body as it was written: one of its parts, or none.</summary>
internal sealed record WrittenBody(string? Text, string? File, BodyFileContent? Content, int? Bytes)
{
    public static WrittenBody None { get; } = new(null, null, null, null);
}

/// <summary>Text, a file beside the scenario, or a length to make up.</summary>
internal sealed class BodyShape : ValueShape<WrittenBody>
{
    private static readonly KeyOf<string> File = new(
        "file", new TextShape { MayLookTyped = true }, "A file, relative to the scenario's own; at most 16 MiB.");

    private static readonly KeyOf<int> Size = new("size", Shapes.Payload, "Length of made-up text, 0 B to 16 MiB.");

    private static readonly MappingShape<WrittenBody> Mapping = new("a body", [File, Size], Build)
    {
        Rules = () => new JsonObject { ["minProperties"] = 1, ["maxProperties"] = 1 },
    };

    public override string Wanted => "text, { file: order.json } or { size: 10 KiB }";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["type"] = new JsonArray("string", "number", "boolean") }, Mapping.Schema(vocabulary)),
    };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out WrittenBody value)
    {
        value = null;
        switch (node)
        {
            case SourceScalar scalar:
                value = WrittenBody.None with { Text = scalar.Text };
                return true;
            case SourceMapping:
                return Mapping.TryRead(node, what, context, out value);
            default:
                return WrongType(node, what, context);
        }
    }

    private static WrittenBody Build(MappingReader reader)
    {
        if (reader.Has(File) == reader.Has(Size))
        {
            reader.Context.Report(
                reader.Span, ScenarioErrorCodes.KeyNotApplicable, "a body has either 'file' or 'size'", "write one of them");
            return WrittenBody.None;
        }

        if (!reader.TryGet(File, out var file))
        {
            return WrittenBody.None with { Bytes = reader.Get(Size, 0) };
        }

        var (content, fault) = BodyFiles.Look(Path.Combine(reader.Context.Folder, file));
        if (fault is not null)
        {
            var where = Path.GetFullPath(Path.Combine(reader.Context.Folder, file));
            reader.Report(
                File,
                ScenarioErrorCodes.BodyUnreadable,
                $"the body '{Spelling.Shorten(file)}' cannot be read: {fault}",
                $"it is looked for beside the scenario: {where}");
        }

        return WrittenBody.None with { File = file, Content = content };
    }
}
