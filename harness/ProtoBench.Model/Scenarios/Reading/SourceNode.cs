using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// A YAML node with its place. Unlike YamlDotNet's own tree it keeps duplicate keys from ending the reading, so all errors can be told at
/// once.
/// </summary>
internal abstract record SourceNode(SourceSpan Span)
{
    /// <summary>For messages: "found a list".</summary>
    public abstract string Kind { get; }
}

/// <summary>Where a node was written. <see cref="Line"/> is 0 for text that came from an option.</summary>
internal sealed record SourceSpan(string Source, int Line, int Column, int Length);

/// <summary>A single value.</summary>
/// <param name="Span">Its place.</param>
/// <param name="Text">The value without quotes.</param>
/// <param name="Plain">Written without quotes, so that YAML may see a number in it.</param>
internal sealed partial record SourceScalar(SourceSpan Span, string Text, bool Plain) : SourceNode(Span)
{
    /// <summary>Nothing was written: YAML 1.2 core schema, section 10.3.2.</summary>
    public bool IsNull => Plain && Text is "" or "~" or "null" or "Null" or "NULL";

    /// <summary>Editors and other YAML readers take it for a number or a truth value, not for text.</summary>
    public bool LooksTyped => Plain && TypedPattern().IsMatch(Text);

    public override string Kind => this switch
    {
        { IsNull: true } => "nothing",
        { LooksTyped: true } => $"'{Text}'",
        _ => $"'{Spelling.Shorten(Text)}'",
    };

    // Numbers and truth values of YAML 1.2's core schema, and the truth values that YAML 1.1 readers still know.
    [GeneratedRegex(
        @"^([-+]?(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|true|false|yes|no|on|off)$", RegexOptions.IgnoreCase)]
    private static partial Regex TypedPattern();
}

internal sealed record SourceList(SourceSpan Span, IReadOnlyList<SourceNode> Items) : SourceNode(Span)
{
    public override string Kind => "a list";
}

internal sealed record SourceMapping(SourceSpan Span, IReadOnlyList<SourceEntry> Entries) : SourceNode(Span)
{
    public override string Kind => "a mapping";

    public SourceEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key.Text == key);

    /// <summary>The same mapping with <paramref name="entry"/> in place of the one with its key, or at the end.</summary>
    public SourceMapping With(SourceEntry entry) => Find(entry.Key.Text) is null
        ? this with { Entries = [.. Entries, entry] }
        : this with { Entries = [.. Entries.Select(old => old.Key.Text == entry.Key.Text ? entry : old)] };
}

internal sealed record SourceEntry(SourceScalar Key, SourceNode Value);

/// <summary>Stands where an error has already been reported, so that nothing else is said about the same place.</summary>
internal sealed record SourceUnreadable(SourceSpan Span) : SourceNode(Span)
{
    public override string Kind => "something unreadable";
}
