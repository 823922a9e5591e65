using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A name that becomes part of cell ids, folder names and links in reports, so it must need no quoting in any of them.</summary>
internal sealed class NameShape : ValueShape<string>
{
    /// <summary>48: workload, label, link and load together stay under the 255 bytes of a file name (NAME_MAX, limits.h).</summary>
    private const int Longest = 48;

    public static string Pattern { get; } = $"^[a-z0-9][a-z0-9_-]{{0,{Longest - 1}}}$";

    public override string Wanted => "a name";

    public override JsonObject Schema(Vocabulary vocabulary) => new() { ["type"] = "string", ["pattern"] = Pattern };

    /// <summary>The nearest usable name, or null when nothing usable is left.</summary>
    public static string? Usable(string text)
    {
        var name = Regex.Replace(text.ToLowerInvariant(), "[^a-z0-9_-]+", "-").Trim('-', '_');
        return name.Length == 0 ? null : name[..Math.Min(name.Length, Longest)];
    }

    public static bool Check(SourceScalar scalar, string what, ReadingContext context)
    {
        if (Regex.IsMatch(scalar.Text, Pattern, RegexOptions.NonBacktracking) && !scalar.Text.EndsWith('\n'))
        {
            return true;
        }

        var wanted = $"lower-case letters, digits, '-' and '_', at most {Longest}";
        var hint = Usable(scalar.Text) is { } usable ? $"use {wanted}: {usable}" : $"use {wanted}";
        context.Report(scalar.Span, ScenarioErrorCodes.BadName, $"{what} '{Spelling.Shorten(scalar.Text)}' cannot be used as a name", hint);
        return false;
    }

    protected override bool TryReadNode(SourceNode node, string what, ReadingContext context, [MaybeNullWhen(false)] out string value)
    {
        value = (node as SourceScalar)?.Text;
        if (node is not SourceScalar scalar || scalar.LooksTyped)
        {
            return WrongType(node, what, context, node is SourceScalar ? "put it in quotes to make it a name" : null);
        }

        return Check(scalar, what, context);
    }
}
