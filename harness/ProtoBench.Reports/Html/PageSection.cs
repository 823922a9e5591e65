namespace ProtoBench.Reports.Html;

/// <summary>One question of a page.</summary>
/// <param name="Id">Anchor.</param>
/// <param name="Title">The question, or what the section holds, in a few words.</param>
/// <param name="Gist">Its answer in one line, which stands there while the section is folded.</param>
/// <param name="Write">Writes what it holds.</param>
internal sealed record PageSection(string Id, string Title, string Gist, Action Write)
{
    /// <summary>Unfolded when the page is opened.</summary>
    public bool IsOpen { get; init; }

    public string? Css { get; init; }
}

/// <summary>What stands above and below everything else on a page.</summary>
/// <param name="Title">The question the page answers.</param>
/// <param name="Over">Which result it shows, in one line.</param>
/// <param name="Generator">What wrote it.</param>
/// <param name="Footer">The last line.</param>
internal sealed record PageHead(string Title, string Over, string Generator, string Footer);
