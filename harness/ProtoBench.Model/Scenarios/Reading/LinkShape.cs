using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The name of a link profile, or a file with one.</summary>
internal sealed class LinkShape : ValueShape<string>
{
    private const string Extension = ".yaml";

    // Cell ids hold the name (NameShape).
    private const string FilePattern = "^(.*/)?[a-z0-9][a-z0-9_-]{0,47}\\.yaml$";

    public override string Wanted => "the name of a link profile";

    /// <summary>Whether the text names a file: as everywhere, when it has a slash or ends in <c>.yaml</c>.</summary>
    public static bool IsFile(string link) =>
        link.Contains('/', StringComparison.Ordinal) || link.EndsWith(Extension, StringComparison.Ordinal);

    /// <summary>What cell ids and reports call the link.</summary>
    public static string NameOf(string link) => IsFile(link) ? Path.GetFileNameWithoutExtension(link) : link;

    public override JsonObject Schema(Vocabulary vocabulary) => new()
    {
        ["anyOf"] = new JsonArray(
            new JsonObject { ["enum"] = new JsonArray([.. ScenarioVocabulary.Of(vocabulary).Links.Select(link => (JsonNode)link)]) },
            new JsonObject { ["type"] = "string", ["pattern"] = FilePattern }),
    };

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        if (value is null)
        {
            return WrongType(node, what, context);
        }

        if (IsFile(value))
        {
            return CheckFileName(node, value, context);
        }

        var links = ScenarioVocabulary.Of(context.Vocabulary).Links;
        if (links.Contains(value))
        {
            return true;
        }

        var hint =
            Spelling.Hint(value, [.. links], "these exist") + "; a file of your own is written like ./office.yaml";
        context.Report(node.Span, ScenarioErrorCodes.UnknownLink, $"unknown link profile '{Spelling.Shorten(value)}'", hint);
        return false;
    }

    private static bool CheckFileName(SourceNode node, string file, ReadingContext context)
    {
        var name = NameOf(file);
        if (Regex.IsMatch(file, FilePattern, RegexOptions.NonBacktracking) && name != ScenarioVocabulary.Loopback)
        {
            return true;
        }

        var better = NameShape.Usable(name) is { } usable and not ScenarioVocabulary.Loopback ? usable : "office";
        context.Report(
            node.Span,
            ScenarioErrorCodes.BadName,
            $"the file '{Spelling.Shorten(file)}' gives the link a name that cannot be used",
            $"name the file {better}{Extension}: cell ids have lower-case letters, digits, '-' and '_', and 'loopback' is taken");
        return false;
    }
}
