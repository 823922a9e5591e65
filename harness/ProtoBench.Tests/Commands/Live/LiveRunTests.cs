using System.Net.Sockets;
using System.Text.RegularExpressions;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands.Live;

[Trait(Lane.Name, Lane.Waiting)]
public sealed partial class LiveRunTests : IDisposable
{
    private const string Short = """
        title: Does it live?
        protocols: [tcp, unix]
        workloads:
          echo: { request: 64 B, response: 64 B }
        loads: [ { closed: 1 } ]
        trials: 2
        duration: 200 ms
        warm-up: { min: 100 ms, max: 200 ms }
        """;

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public async Task A_live_run_shows_every_trial_as_it_ends_and_goes_when_it_is_over()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        using var run = ProtobenchProcess.Start(_folder.Path, "run", "short.yaml", "-o", "out", "--live");
        await run.SaysAsync("live: http://127.0.0.1:");
        await run.SaysAsync("trials of 2 cells");
        var address = new Uri(Address().Match(run.Error).Groups[1].Value);
        using var client = new HttpClient { BaseAddress = address };

        // As a browser: told of a version, it fetches the page and listens again from there.
        var (versions, pages, ended) = (new List<long>(), new List<string>(), false);
        while (!ended)
        {
            try
            {
                using var events = await LiveEvents.OpenAsync(client, versions.LastOrDefault());
                var next = await events.NextAsync();
                ended = next is not { Name: "trial" };
                if (!ended)
                {
                    versions.Add(long.Parse(next!.Value.Text, System.Globalization.CultureInfo.InvariantCulture));
                    pages.Add(await client.GetStringAsync(new Uri("/", UriKind.Relative)));
                }
            }
            catch (HttpRequestException) when (versions.LastOrDefault() == 5)
            {
                // A machine so slow that the run did not wait for this reader any longer.
                ended = true;
            }
        }

        await run.EndAsync();
        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Equal(5, versions[^1]);
        Assert.Equal(versions.Distinct().Order(), versions);
        Assert.Matches("The run is under way: [0-3] of 4 trials have ended.", pages[0]);
        Assert.DoesNotContain("EventSource", File.ReadAllText(_folder.File("out/report.html")), StringComparison.Ordinal);
        using var late = new TcpClient();
        await Assert.ThrowsAsync<SocketException>(() => late.ConnectAsync(address.Host, address.Port));
    }

    [Fact]
    public async Task A_live_run_that_is_interrupted_lets_go_of_its_readers()
    {
        File.WriteAllText(_folder.File("short.yaml"), Short);
        using var run = ProtobenchProcess.Start(_folder.Path, "run", "short.yaml", "-o", "out", "--live-port", "0");
        await run.SaysAsync("[   1/4]");
        using var client = new HttpClient { BaseAddress = new Uri(Address().Match(run.Error).Groups[1].Value) };
        using var events = await LiveEvents.OpenAsync(client, 0);

        run.Signal("INT");
        await run.EndAsync();

        Assert.Equal(130, run.ExitCode);
        var names = new List<string>();
        while (await events.NextAsync() is { } next)
        {
            names.Add(next.Name);
        }

        Assert.Equal("end", names[^1]);
    }

    public void Dispose() => _folder.Dispose();

    [GeneratedRegex("live: (http://[0-9.:]+/)")]
    private static partial Regex Address();
}
