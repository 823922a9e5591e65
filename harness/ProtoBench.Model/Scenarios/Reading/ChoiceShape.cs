using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Text.Json.Nodes;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>One of the members of an enumeration, in lower case or as its <see cref="WordAttribute"/> says.</summary>
internal sealed class ChoiceShape<T> : ValueShape<T>
    where T : struct, Enum
{
    private static readonly Dictionary<string, T> Words = Enum.GetValues<T>().ToDictionary(WordOf);

    /// <summary>How a member is written.</summary>
    public static string WordOf(T member) =>
        typeof(T).GetField(member.ToString())?.GetCustomAttribute<WordAttribute>()?.Word ?? member.ToString().ToLowerInvariant();

    public override string Wanted => string.Join(" or ", Words.Keys);

    public override JsonObject Schema(ScenarioVocabulary vocabulary) =>
        new() { ["enum"] = new JsonArray([.. Words.Keys.Select(word => (JsonNode)word)]) };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out T value)
    {
        value = default;
        if (node is not SourceScalar scalar)
        {
            return WrongType(node, what, context);
        }

        if (!Words.TryGetValue(scalar.Text, out value))
        {
            var hint = Spelling.Hint(scalar.Text, Words.Keys, "use one of these");
            context.Report(node.Span, ScenarioErrorCodes.UnknownWord, $"{what} cannot be '{Spelling.Shorten(scalar.Text)}'", hint);
            return false;
        }

        return true;
    }
}
