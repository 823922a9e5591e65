namespace ProtoBench.Reports.Exports;

/// <summary>Where a command leaves what continuous integration reads.</summary>
internal sealed record CheckFiles
{
    /// <summary>JUnit XML, replaced; null: none.</summary>
    public string? JUnit { get; init; }

    /// <summary>Markdown, appended as GITHUB_STEP_SUMMARY asks; null: none.</summary>
    public string? Summary { get; init; }

    /// <summary>Print workflow commands for bad answers on standard output.</summary>
    public bool Annotate { get; init; }

    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(CheckSuite suite, string markdown)
    {
        if (JUnit is { } junit)
        {
            File.WriteAllText(junit, JUnitXml.Of(suite));
        }

        if (Summary is { } summary)
        {
            File.AppendAllText(summary, markdown);
        }

        if (Annotate)
        {
            Console.Out.Write(GitHubAnnotations.Of(suite));
        }
    }
}
