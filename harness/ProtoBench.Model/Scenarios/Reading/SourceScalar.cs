using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Reading;

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
