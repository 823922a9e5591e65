using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Analysis.Summaries;

/// <summary>
/// Workloads that are read together because they differ in one thing only: one workload over its links and load points, or exchanges that
/// differ in nothing but their size.
/// </summary>
internal sealed record WorkloadFamily
{
    /// <summary>For example <c>echo</c>, or <c>64b to 1mib</c> for a sweep over payloads.</summary>
    public required string Title { get; init; }

    /// <summary>Unique on the page; lower-case letters and digits.</summary>
    public required string Anchor { get; init; }

    /// <summary>In the scenario's order.</summary>
    public required IReadOnlyList<WorkloadSummary> Workloads { get; init; }

    /// <summary>Every workload, link and load point of the family.</summary>
    public required IReadOnlyList<ReportPanel> Panels { get; init; }

    public bool IsBulk => Workloads[0].IsBulk;

    /// <summary>Do its workloads differ in their size?</summary>
    public bool SweepsPayload => Names.Count > 1;

    /// <summary>Names of its workloads, each once.</summary>
    public IReadOnlyList<string> Names => [.. Workloads.Select(workload => workload.Workload.Name).Distinct(StringComparer.Ordinal)];

    /// <summary>Names of its links, each once.</summary>
    public IReadOnlyList<string> Links => [.. Workloads.Select(workload => workload.Link).Distinct(StringComparer.Ordinal)];

    /// <summary>What an exchange or transfer of it is.</summary>
    public string Description
    {
        get
        {
            var (first, last) = (Workloads[0].Workload, Workloads[^1].Workload);
            return SweepsPayload && !IsBulk
                ? $"{Sizes(first)} to {Sizes(last)} (request/response)"
                : LoadText.Of(first) + (first.Fresh ? "; a new connection for every exchange" : "")
                    + (first.Reuse is { } uses ? $"; a new connection after {Plural.Of(uses, "exchange")}" : "");
        }
    }

    /// <summary>All families of a run, in the scenario's order.</summary>
    public static IReadOnlyList<WorkloadFamily> Of(IReadOnlyList<WorkloadSummary> workloads) =>
    [
        .. workloads.GroupBy(Key, StringComparer.Ordinal)
            .SelectMany(
                group => DifferInSize([.. group]) ? [[.. group]] : group.GroupBy(one => one.Workload.Name).Select(same => same.ToList()))
            .Select((group, index) => Build(group, $"f{index + 1}")),
    ];

    // Whatever but the size makes an exchange another question; bulk transfers are told apart by their names.
    private static string Key(WorkloadSummary summary) => summary.IsBulk || summary.Workload.Requests is not null
        ? $"{summary.Workload.Kind} {summary.Workload.Name}"
        : $"{summary.Workload.Kind} {summary.Workload.Streams} {summary.Workload.Pipeline} {summary.Workload.Connections} "
            + $"{summary.Workload.Fresh} {summary.Workload.Reuse} {summary.Workload.Think} "
            + string.Join(' ', summary.Loads.Select(load => load.Load.Name));

    // Two workloads of equal size under different names differ in something this page does not know.
    private static bool DifferInSize(List<WorkloadSummary> group)
    {
        var sizes = group.Select(one => (one.Workload.Name, one.Workload.RequestBytes, one.Workload.ResponseBytes)).Distinct().ToList();
        return sizes.Select(size => (size.RequestBytes, size.ResponseBytes)).Distinct().Count() == sizes.Count;
    }

    private static WorkloadFamily Build(List<WorkloadSummary> group, string anchor)
    {
        var names = group.Select(one => one.Workload.Name).Distinct(StringComparer.Ordinal).ToList();
        var links = group.Select(one => one.Link).Distinct(StringComparer.Ordinal).Count();
        return new WorkloadFamily
        {
            Title = names.Count switch { 1 => names[0], 2 => $"{names[0]} and {names[1]}", _ => $"{names[0]} to {names[^1]}" },
            Anchor = anchor,
            Workloads = group,
            Panels =
            [
                .. group.SelectMany(one => one.Loads.Select((load, index) => new ReportPanel(
                    one, load, $"{one.Anchor}-{index + 1}", PanelTitle(one, load, names.Count > 1, links > 1, one.Loads.Count > 1)))),
            ],
        };
    }

    private static string PanelTitle(WorkloadSummary one, LoadSummary load, bool name, bool link, bool loads)
    {
        var parts = new List<string>();
        parts.AddRange(name ? [one.Workload.Name] : []);
        parts.AddRange(link ? [one.Link] : []);
        parts.AddRange(loads || parts.Count == 0 ? [load.Title] : []);
        return string.Join(", ", parts);
    }

    private static string Sizes(Workload workload) =>
        $"{ByteText.Format(workload.RequestBytes)}/{ByteText.Format(workload.ResponseBytes)}";
}
