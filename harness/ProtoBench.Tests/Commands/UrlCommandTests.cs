using System.Diagnostics;
using System.Net;
using ProtoBench.Commands;
using ProtoBench.Model.Results;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Foreign;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Tests.Trials.Holding;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary><c>protobench url</c>: a server of the user's, without any file.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class UrlCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly List<Process> _servers = [];

    [Fact]
    public void What_is_asked_becomes_a_scenario_that_can_be_kept()
    {
        File.WriteAllText(_folder.File("nginx.conf"), "listen {port};\n# \"quotes\" and\ttabs\n");

        var text = UrlScenario.Text(new UrlRequest
        {
            Url = "https://127.0.0.1:8443/api?x=1",
            Server = "nginx -c '{dir}/nginx.conf'",
            Files = [_folder.File("nginx.conf")],
            Links = ["wan-40ms", "loopback"],
            Rate = "200/s",
            Method = "PUT",
            Headers = ["Accept: text/plain", "X-Colon: a:b"],
            Body = "{\"a\": 1}",
            Insecure = true,
        });

        var scenario = Read.Scenario(ScenarioFile.Parse(text, "url.yaml", ScenarioOverrides.None, Read.Vocabulary));
        Assert.Equal(["http1", "http2", "http3"], scenario.Arms.Select(arm => arm.Label));
        Assert.All(scenario.Arms, arm => Assert.True(arm.Tls));
        var server = Assert.Single(scenario.Servers!);
        Assert.Equal("listen {port};\n# \"quotes\" and\ttabs\n", server.Files!["nginx.conf"]);
        Assert.True(server.Tls.Insecure);
        var request = Assert.Single(Assert.Single(scenario.Workloads).Requests!);
        Assert.Equal(("/api?x=1", "PUT", "{\"a\": 1}", "a:b"), (request.Path, request.Method, request.Body, request.Headers!["X-Colon"]));
        Assert.Equal(200, scenario.Loads[0].Rate);
        Assert.Equal(["wan-40ms", "loopback"], scenario.Links);
    }

    [Theory]
    [InlineData("nonsense", "is no URL")]
    [InlineData("ftp://127.0.0.1/", "no protocol is known by the scheme 'ftp'")]
    public void What_is_no_url_is_told(string url, string part) => Assert.Contains(
        part, Assert.Throws<UsageException>(() => UrlScenario.Text(new UrlRequest { Url = url })).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("http://example.com/", "example.com is not this machine")]
    [InlineData("http://127.0.0.1:9/", "nothing can be measured, without http1, http2: http://127.0.0.1:9/ cannot be asked")]
    [InlineData("http://no-such-host.localhost.invalid:1/ --permitted", "cannot be resolved")]
    [InlineData("http://127.0.0.1:9/ --header nonsense", "has no name before a colon")]
    public async Task What_cannot_be_asked_is_told_before_anything_starts(string words, string part)
    {
        using var url = await ProtobenchProcess.RunAsync(_folder.Path, ["url", .. words.Split(' ')]);

        Assert.Contains(part, url.Error, StringComparison.Ordinal);
        Assert.Equal(2, url.ExitCode);
        Assert.False(Directory.Exists(_folder.File("results")));
    }

    [LinkFact]
    public async Task A_server_that_runs_already_is_measured_near_and_far_in_what_it_speaks()
    {
        var port = await ServeAsync("-m", "http.server", "--protocol", "HTTP/1.1", "--bind", "127.0.0.1");

        using var url = await ProtobenchProcess.RunAsync(
            _folder.Path,
            "url", $"http://localhost:{port}/", "--protocols", "http1", "--link", "loopback", "--link", "wan-40ms", "--trials", "1",
            "--duration", "300ms", "-o", "out");

        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        Assert.Equal(2, trials.Count);
        Assert.All(trials, trial => Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons)));
        Assert.Contains(trials, trial => trial.Notes.Any(note => note.Contains("a relay on this machine", StringComparison.Ordinal)));

        // The client resolves the name for each connection; inside the link nobody would answer it.
        var (near, far) = (
            trials.Single(trial => trial.CellId.Contains("/loopback/", StringComparison.Ordinal)).Measurement!,
            trials.Single(trial => trial.CellId.Contains("/wan-40ms/", StringComparison.Ordinal)));
        Assert.NotNull(near.Openings!.Dns);
        Assert.Null(far.Measurement!.Openings!.Dns);
        Assert.Contains(far.Notes, note => note.StartsWith("the name localhost was resolved before the trial", StringComparison.Ordinal));

        // Nobody can say what it used, and nobody claims to.
        Assert.All(trials, trial => Assert.Null(trial.Server));
        Assert.Contains(
            $"site is http://localhost:{port}/", await File.ReadAllTextAsync(_folder.File("out/report.html")), StringComparison.Ordinal);
        Assert.Equal(0, url.ExitCode);

        // It is not ours to end.
        Assert.False(_servers[0].HasExited);
    }

    [NginxFact]
    public async Task A_server_is_started_from_a_file_beside_it()
    {
        await File.WriteAllTextAsync(_folder.File("nginx.conf"), """
            daemon off; error_log stderr; pid {dir}/pid; events {}
            http {
              access_log off; client_body_temp_path {dir}/b; proxy_temp_path {dir}/p; fastcgi_temp_path {dir}/f;
              uwsgi_temp_path {dir}/u; scgi_temp_path {dir}/s;
              server { listen {address}:{port}; location / { return 200 hello; } }
            }
            """);

        using var url = await ProtobenchProcess.RunAsync(
            _folder.Path,
            "url", "http://127.0.0.1/", "--server", "nginx -c {dir}/nginx.conf", "--protocols", "http1",
            "--trials", "1", "--duration", "300ms", "-o", "out");

        var trial = Assert.Single(RunFolder.Open(_folder.File("out")).Read().Trials);
        Assert.True(trial.Status == TrialStatus.Succeeded, string.Join("; ", trial.Reasons));
        Assert.InRange(trial.Measurement!.Outcomes.Completed, 10, int.MaxValue);
        Assert.Equal(0, url.ExitCode);
    }

    public void Dispose()
    {
        foreach (var server in _servers)
        {
            server.Kill();
            server.WaitForExit();
            server.Dispose();
        }

        _folder.Dispose();
    }

    private async Task<int> ServeAsync(params string[] words)
    {
        var endPoint = (IPEndPoint)FreePort.Fixed(new IPEndPoint(IPAddress.Loopback, 0));
        _servers.Add(Process.Start(new ProcessStartInfo("python3", [.. words, $"{endPoint.Port}"])
        {
            WorkingDirectory = _folder.Path,
            RedirectStandardError = true,
            RedirectStandardOutput = true,
        })!);
        await Until.Async(() => ServerInspection.PortsOf([_servers[^1].Id]).Count > 0);
        return endPoint.Port;
    }
}
