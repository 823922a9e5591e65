using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>One of some words.</summary>
/// <param name="words">Each with what it means, in the order of messages.</param>
internal class WordShape<T>(IReadOnlyDictionary<string, T> words) : ValueShape<T>
{
    public override string Wanted => string.Join(" or ", words.Keys);

    public override JsonObject Schema(Vocabulary vocabulary) =>
        new() { ["enum"] = new JsonArray([.. words.Keys.Select(word => (JsonNode)word)]) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        if (!words.TryGetValue(scalar.Text, out value))
        {
            context.Report(node.Span, context.Format.NoSuchWord(what, scalar.Text, [.. words.Keys]));
            return false;
        }

        return true;
    }
}

/// <summary>One of the members of an enumeration, in lower case or as its <see cref="WordAttribute"/> says.</summary>
internal sealed class ChoiceShape<T>() : WordShape<T>(Words)
    where T : struct, Enum
{
    /// <summary>Every member by how it is written.</summary>
    public static IReadOnlyDictionary<string, T> Words { get; } = Enum.GetValues<T>().ToDictionary(WordOf);

    /// <summary>How a member is written.</summary>
    public static string WordOf(T member) =>
        typeof(T).GetField(member.ToString())?.GetCustomAttribute<WordAttribute>()?.Word ?? member.ToString().ToLowerInvariant();
}
