using System.CommandLine;
using ProtoBench.Analysis.History;
using ProtoBench.Analysis.Summaries;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Commands;

/// <summary>Options the history commands share.</summary>
internal static class HistoryOptions
{
    public static Option<string?> Store() => new("--store")
    {
        Description = $"Where the history is kept (default: {HistoryStores.DefaultFolder}). A password may come from PGPASSWORD.",
        HelpName = "folder|postgres://...",
    };

    /// <summary>The option again, for a command that is printed to be pasted; a store's password is not printed.</summary>
    public static string Again(string? store) => store switch
    {
        null => "",
        _ when store.Contains("://", StringComparison.Ordinal) => " --store postgres://...",
        _ => $" --store {ShellText.Path(store)}",
    };

    public static Option<string?> Metrics() => new("--metrics")
    {
        Description =
            $"Only these figures, or 'all' (default: {string.Join(',', HistorySeriesBuilder.Watched.Select(metric => metric.Key))}).",
        HelpName = "a,b",
    };

    public static Option<string> Environment() => new("--environment")
    {
        Description = "Which machines' runs: newest (that of each scenario's newest run), all, or the beginning of an environment's id.",
        HelpName = "newest|all|id",
        DefaultValueFactory = _ => HistoryReport.Newest,
    };

    public static Argument<string?> Scenario() =>
        new("scenario") { Description = "Only this scenario, by name.", Arity = ArgumentArity.ZeroOrOne };

    /// <exception cref="UsageException">A name is no figure's.</exception>
    public static IReadOnlyList<Metric> MetricsOf(string? names) => names switch
    {
        null => HistorySeriesBuilder.Watched,
        "all" => HistorySeriesBuilder.All,
        _ =>
        [
            .. RunCommand.Names(names).Select(name => HistorySeriesBuilder.All.FirstOrDefault(metric => metric.Key == name)
                ?? throw new UsageException($"--metrics has no figure '{name}'; "
                    + Spelling.Hint(name, [.. HistorySeriesBuilder.All.Select(metric => metric.Key)], "there are"))),
        ],
    };

    /// <summary>Reads a store, says what it could not read, and judges what it could.</summary>
    public static async Task<HistoryReport> ReportAsync(
        string? store, string? scenario, string? metrics, string environment, CancellationToken cancellationToken)
    {
        var wanted = MetricsOf(metrics);
        var opened = HistoryStores.Open(store);
        await using (opened.ConfigureAwait(false))
        {
            var content =
                RunClock.Checked(await opened.ReadAsync(scenario, cancellationToken).ConfigureAwait(false), DateTimeOffset.UtcNow);
            foreach (var problem in content.Problems)
            {
                await Console.Error.WriteLineAsync($"protobench: {problem}").ConfigureAwait(false);
            }

            if (!content.Exists)
            {
                throw new UsageException(
                    $"there is no history in {opened.Name}; begin one with 'protobench history add RUN', or name another with --store");
            }

            if (scenario is not null && content.Points.Count == 0)
            {
                var names = (await opened.ReadAsync(null, cancellationToken).ConfigureAwait(false)).Points
                    .Select(point => point.Scenario)
                    .Distinct();
                throw new UsageException($"{opened.Name} has no run of a scenario '{scenario}'; "
                    + Spelling.Hint(scenario, [.. names.DefaultIfEmpty("no run at all")], "it has"));
            }

            if (content.Points.Count == 0)
            {
                throw new UsageException(content.Problems.Count > 0
                    ? $"{opened.Name} has no run that can be read; the lines above say why"
                    : $"{opened.Name} holds no run; add one with 'protobench history add RUN', or name another store with --store");
            }

            var report = HistoryReport.Of(opened.Name, content, wanted, environment);
            var environments = content.Points.Select(point => point.Fingerprint).Distinct().ToList();
            return environment is HistoryReport.Newest or HistoryReport.All
                || environments.Exists(fingerprint => fingerprint.StartsWith(environment, StringComparison.Ordinal))
                ? report
                : throw new UsageException(
                    $"--environment {environment}: {opened.Name} has no run of such an environment; it has "
                        + $"{string.Join(", ", environments)}");
        }
    }
}
