using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A mapping whose keys are names the author chooses.</summary>
internal sealed class NamedEntriesShape<T>(string noun, ValueShape<T> item, Func<string, T, T> name) : ValueShape<IReadOnlyList<T>>
{
    public override string Wanted => $"a mapping of names to {noun}s";

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["type"] = "object",
        ["minProperties"] = 1,
        ["propertyNames"] = new JsonObject { ["pattern"] = NameShape.Pattern },
        ["additionalProperties"] = item.Schema(vocabulary),
    };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyList<T> value)
    {
        value = null;
        if (node is not SourceMapping mapping)
        {
            return WrongType(node, what, context);
        }

        if (mapping.Entries.Count == 0)
        {
            context.Report(node.Span, context.Format.Empty, $"{what} is empty", $"write at least one {noun}");
            return false;
        }

        var read = new List<T>();
        foreach (var entry in mapping.Entries)
        {
            var named = NameShape.Check(entry.Key, $"the {noun}", context);
            var itemNode = entry.Value is SourceScalar { IsNull: true } nothing ? nothing with { Span = entry.Key.Span } : entry.Value;
            if (item.TryRead(itemNode, $"{noun} '{entry.Key.Text}'", context, out var single) && named)
            {
                read.Add(name(entry.Key.Text, single));
            }
        }

        value = read;
        return true;
    }
}
