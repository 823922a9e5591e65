using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A value that is written as another one.</summary>
internal sealed class ConvertedShape<TWritten, T>(ValueShape<TWritten> written, Func<TWritten, T> convert) : ValueShape<T>
{
    public override string Wanted => written.Wanted;

    public override JsonObject Schema(Vocabulary vocabulary) => written.Schema(vocabulary);

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        var succeeded = written.TryRead(node, what, context, out var inner);
        value = succeeded ? convert(inner!) : default;
        return succeeded;
    }
}
