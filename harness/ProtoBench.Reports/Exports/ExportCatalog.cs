namespace ProtoBench.Reports.Exports;

/// <summary>Every form other programs read, one line each, looked up by the name users write.</summary>
internal static class ExportCatalog
{
    public static IReadOnlyList<Export> All { get; } =
    [
        GitHubSummary.Export,
        GitHubAnnotations.Export,
        JUnitXml.Export,
        GitHubBenchmarkJson.Smaller,
        GitHubBenchmarkJson.Bigger,
        BencherJson.Export,
        OpenMetricsText.Export,
        OtlpJson.Export,
        CsvTable.Export,
        OverTimeTable.Export,
    ];

    public static Export? Find(string name) => All.FirstOrDefault(export => export.Name == name);

    /// <summary>Those that can be made of a kind of finding.</summary>
    public static IReadOnlyList<Export> Of(ExportedKind kind) => [.. All.Where(export => export.Takes.Contains(kind))];
}
