using ProtoBench.Model.Results;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>The user's requests from the scenario to the reports.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RunRequestsTests : IDisposable
{
    private const string Shop = """
        title: What do requests of our own cost?
        protocols: [http1, http2, http3]
        workloads:
          shop:
            requests:
              small: { path: "/x?r=64", weight: 3, headers: { Accept: text/plain } }
              large: { path: "/x?r=20000", body: { file: order.json }, headers: 20, bearer: 800 B }
              gone: { path: /nope, expect: 404 }
          wrong: { path: /nope }
        trials: 1
        duration: 1 s
        warm-up: { min: 100 ms, max: 200 ms }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task They_are_sent_over_every_HTTP_version_and_what_came_back_is_in_every_report()
    {
        File.WriteAllText(_folder.File("shop.yaml"), Shop);
        File.WriteAllText(_folder.File("order.json"), """{ "item": 7 }""");

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, "run", "shop.yaml", "-o", "out");

        Assert.True(run.ExitCode == 4, run.Error + run.Output);
        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.All(trials.Where(trial => trial.CellId.StartsWith("shop/", StringComparison.Ordinal)), trial =>
        {
            Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons));
            Assert.Equal([200, 404], trial.Measurement!.Answers!.Statuses.Select(one => one.Status));
            Assert.Equal(["small", "large", "gone"], trial.Measurement.Answers.Requests.Select(one => one.Name));
            Assert.Equal(1, trial.Measurement.Openings!.Count);
        });
        Assert.All(trials.Where(trial => trial.CellId.StartsWith("wrong/", StringComparison.Ordinal)), trial =>
        {
            Assert.Equal(TrialStatus.Failed, trial.Status);
            Assert.Contains(
                "the first: status 404 to GET /nope; 200 to 299 is wanted; the server says: the paths are /, /x, /d, /u, /o, /m/ and /e/",
                trial.Reasons[0],
                StringComparison.Ordinal);
        });
        Assert.Contains("Came back: http1 200 × ", run.Output, StringComparison.Ordinal);
        Assert.Contains("Where the time goes (p50): http1 request sent ", Unwrapped(run.Output), StringComparison.Ordinal);
        Assert.Contains("Came back: http1 404 × ", run.Output, StringComparison.Ordinal);
        var page = File.ReadAllText(_folder.File("out/report.html"));
        Assert.All(["What came back?", "Where does the time go?", "Each request: shop", "large"], text =>
            Assert.Contains(text, page, StringComparison.Ordinal));
        Assert.Contains("Came back: http1 200 × ", File.ReadAllText(_folder.File("out/summary.md")), StringComparison.Ordinal);
        var table = File.ReadAllLines(_folder.File("out/results.csv"));
        Assert.Contains(",statuses,body_bytes,connect_count,", table[0], StringComparison.Ordinal);
        Assert.Contains(table.Skip(1), row => row.Contains(",200:", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_body_that_changes_before_the_run_goes_on_is_told_and_not_sent()
    {
        File.WriteAllText(_folder.File("shop.yaml"), Shop.Replace("[http1, http2, http3]", "[http1]", StringComparison.Ordinal));
        File.WriteAllText(_folder.File("order.json"), "{}");
        using var first = await ProtobenchProcess.RunAsync(_folder.Path, "run", "shop.yaml", "-o", "out", "--set", "trials=2");
        File.WriteAllText(_folder.File("order.json"), "[1]");
        var lines = File.ReadAllLines(_folder.File("out/trials.jsonl"));
        File.WriteAllLines(_folder.File("out/trials.jsonl"), lines.Where(line => !line.Contains("\"shop/", StringComparison.Ordinal)));

        using var second = await ProtobenchProcess.RunAsync(_folder.Path, "run", "--resume", "out");

        Assert.Contains(
            "is another one than when the scenario was read",
            Unwrapped(second.Output + second.Error),
            StringComparison.Ordinal);
        Assert.Equal(4, second.ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    private static string Unwrapped(string text) => string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
}
