using System.Diagnostics;
using System.Text.Json;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary><c>scripts/versus.sh</c>, which holds ProtoBench against the programs of others. What it finds is nobody's test.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class VersusTests : IDisposable
{
    private static readonly string Script = Path.Combine(SourceFolder.Root, "scripts/versus.sh");

    private readonly TemporaryFolder _folder = new();

    [VersusFact]
    public async Task A_round_beside_wrk_on_the_same_nginx_gives_ratios_and_too_few_rounds_no_interval()
    {
        var (code, said) = await RunAsync(
            Script, "--rounds", "1", "--seconds", "1", "--only", "http1-1", "--output", _folder.File("versus.json"));

        Assert.True(code == 0, said);
        using var json = JsonDocument.Parse(await File.ReadAllTextAsync(_folder.File("versus.json")));
        var comparison = Assert.Single(json.RootElement.GetProperty("comparisons").EnumerateArray());
        Assert.Equal(("http1-1", "wrk"), (comparison.GetProperty("name").GetString(), comparison.GetProperty("other").GetString()));
        var figures = comparison.GetProperty("figures").EnumerateArray().ToList();
        Assert.Equal(["rate", "p50", "p99", "cpu"], figures.Select(figure => figure.GetProperty("figure").GetString()));
        Assert.All(figures, figure => Assert.Equal(JsonValueKind.Null, figure.GetProperty("interval").ValueKind));
        var rate = figures[0];
        Assert.Equal(
            rate.GetProperty("ours").GetDouble() / rate.GetProperty("theirs").GetDouble(), rate.GetProperty("ratio").GetDouble(), 1e-9);
        Assert.Contains("too few rounds", said, StringComparison.Ordinal);
    }

    [VersusFact]
    public async Task Where_nothing_was_compared_it_does_not_succeed_and_says_why()
    {
        var broken = _folder.File("broken");
        await File.WriteAllTextAsync(broken, "#!/bin/sh\necho it is broken >&2\nexit 3\n");
        await RunAsync("chmod", "+x", broken);

        var (code, said) = await RunAsync(
            "python3", Path.Combine(SourceFolder.Root, "scripts/versus/versus.py"), "--protobench", broken, "--rounds", "1", "--seconds", "1",
            "--only", "http1-1");

        Assert.Equal(4, code);
        Assert.Contains("http1-1: round 1: protobench ended with 3: it is broken", said, StringComparison.Ordinal);
        Assert.Contains("0 of 1", said, StringComparison.Ordinal);
    }

    [VersusTheory]

    // Of five values none can do it: 1 - 2/2^5 is 0.94. Of nine the second from each end do: 1 - 2 * 10/2^9.
    [InlineData("[1, 2, 3, 4, 5]", "None")]
    [InlineData("[3, 1, 2, 6, 5, 4]", "(1, 6, 0.96875)")]
    [InlineData("[9, 1, 8, 2, 7, 3, 6, 4, 5]", "(2, 8, 0.9609375)")]
    public async Task An_interval_is_the_narrowest_pair_of_order_statistics_that_holds_the_median(string values, string expected)
    {
        var (code, said) = await RunAsync(
            "python3",
            "-c",
            $"import sys; sys.path.insert(0, '{Path.Combine(SourceFolder.Root, "scripts/versus")}'); sys.dont_write_bytecode = True; "
                + $"from versus import interval; print(interval({values}))");

        Assert.Equal((0, expected), (code, said.Trim()));
    }

    public void Dispose() => _folder.Dispose();

    private static async Task<(int Code, string Said)> RunAsync(string program, params string[] words)
    {
        var start = new ProcessStartInfo(program) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["PYTHONDONTWRITEBYTECODE"] = "1";
        foreach (var word in words)
        {
            start.ArgumentList.Add(word);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromMinutes(5));
        return (process.ExitCode, await output + await error);
    }

    /// <summary>Runs only where the other programs are.</summary>
    private sealed class VersusFactAttribute : FactAttribute
    {
        public VersusFactAttribute() => Skip = Missing();
    }

    private sealed class VersusTheoryAttribute : TheoryAttribute
    {
        public VersusTheoryAttribute() => Skip = Missing();
    }

    private static string? Missing() =>
        new[] { "python3", "wrk", "nginx" }.FirstOrDefault(program => !IsThere(program)) is { } missing ? $"{missing} is missing" : null;

    private static bool IsThere(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Append("/usr/sbin")
        .Any(folder => File.Exists(Path.Combine(folder, program)));
}
