namespace ProtoBench.Reports.Charts;

/// <summary>How a text is set.</summary>
internal enum TextRole
{
    /// <summary>In the paler ink of axes.</summary>
    Plain,

    /// <summary>In full ink: names and figures.</summary>
    Name,

    /// <summary>In full ink and bold: the title.</summary>
    Head,

    /// <summary>In its line's colour and bold.</summary>
    End,
}

/// <summary>A text of 12 units, beginning at x on the baseline y.</summary>
/// <param name="Text">As it is shown, shortened where it is too long.</param>
/// <param name="X">In drawing units.</param>
/// <param name="Y">In drawing units.</param>
/// <param name="Role">How it is set.</param>
/// <param name="EndsAtX">It ends at x instead.</param>
internal readonly record struct PlacedText(string Text, double X, double Y, TextRole Role = TextRole.Plain, bool EndsAtX = false);
