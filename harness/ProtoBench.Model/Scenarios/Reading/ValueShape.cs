using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// What a value must look like. Reading it and the editors' schema come from the same object, so they cannot drift apart.
/// </summary>
internal abstract class ValueShape<T>
{
    /// <summary>Reads a node, or reports every reason why that is not possible.</summary>
    /// <param name="node">The node.</param>
    /// <param name="what">What messages call it, such as <c>'request'</c>.</param>
    /// <param name="context">Where errors go.</param>
    /// <param name="value">The value, when the result is true.</param>
    public bool TryRead(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        switch (node)
        {
            case SourceUnreadable:
                return false;
            case SourceScalar { IsNull: true }:
                context.Report(node.Span, context.Format.NoValue(what, Wanted));
                return false;
            default:
                return TryReadNode(node, what, context, out value);
        }
    }

    /// <summary>The shape as JSON Schema draft-07.</summary>
    public abstract JsonObject Schema(Vocabulary vocabulary);

    /// <summary>For messages: "must be …".</summary>
    public abstract string Wanted { get; }

    protected abstract bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value);

    protected bool WrongType(SourceNode node, string what, ReadingContext context, string? hint = null)
    {
        context.Report(node.Span, context.Format.NotThis(node, what, Wanted, hint));
        return false;
    }
}
