using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A list of at least one item, unless it may be empty.</summary>
internal sealed class ListShape<T>(string items, ValueShape<T> item) : ValueShape<IReadOnlyList<Placed<T>>>
{
    /// <summary>Whether <c>[]</c> is allowed.</summary>
    public bool MayBeEmpty { get; init; }

    /// <summary>How it is written, for whoever wrote something else.</summary>
    public string Hint { get; init; } = "begin each item with '- ' on its own line, or write [a, b]";

    public override string Wanted => $"a list of {items}";

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["type"] = "array", ["minItems"] = MayBeEmpty ? 0 : 1, ["items"] = item.Schema(vocabulary) };

    protected override bool TryReadNode(
        SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out IReadOnlyList<Placed<T>> value)
    {
        value = null;
        if (node is not SourceList list)
        {
            context.Report(node.Span, context.Format.NoList(node, what, Wanted, Hint));
            return false;
        }

        if (list.Items.Count == 0 && !MayBeEmpty)
        {
            context.Report(
                node.Span, context.Format.Empty, $"{what} is empty", $"write at least one, or leave {what} out if it has a default");
            return false;
        }

        var read = new List<Placed<T>>();
        foreach (var itemNode in list.Items)
        {
            if (item.TryRead(itemNode, $"an item of {what}", context, out var single))
            {
                read.Add(new Placed<T>(single, itemNode.Span));
            }
        }

        // Items that could be read are still compared with each other, so that all errors are told at once.
        value = read;
        return true;
    }
}
