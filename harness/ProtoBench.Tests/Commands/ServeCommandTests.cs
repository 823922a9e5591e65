using ProtoBench.Protocols;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class ServeCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Protocols =>
        [.. ProtocolCatalog.All.Where(protocol => protocol.UnsupportedReason is null).Select(protocol => protocol.Name)];

    [Theory]
    [MemberData(nameof(Protocols))]
    public async Task Every_protocol_is_served_without_further_settings_until_it_is_ended(string protocol)
    {
        string[] where = ProtocolCatalog.Find(protocol)!.Traits.LocalOnly ? ["--listen", $"unix:{_folder.File("a.sock")}"] : [];
        using var serving = ProtobenchProcess.Start(_folder.Path, ["serve", protocol, .. where]);
        await serving.PrintsAsync($"{protocol} listens at ");

        serving.Signal("TERM");
        await serving.EndAsync();

        Assert.Equal("", serving.Error);
        Assert.Equal(0, serving.ExitCode);
        Assert.Empty(Directory.GetFiles(_folder.Path));
    }

    [Theory]
    [InlineData("http1")]
    [InlineData("http1", "--tls")]
    [InlineData("http2")]
    [InlineData("http2", "--tls")]
    [InlineData("http1", "--listen", "[::]:0")]
    [InlineData("http1", "--listen", "localhost:0")]
    public async Task The_printed_line_for_curl_gets_an_answer(params string[] arguments)
    {
        using var serving = ProtobenchProcess.Start(_folder.Path, ["serve", .. arguments]);
        await serving.PrintsAsync("try: curl ");

        var line = serving.Output.Split('\n').First(line => line.StartsWith("try: ", StringComparison.Ordinal))["try: ".Length..];
        using var curl = System.Diagnostics.Process.Start(
            new System.Diagnostics.ProcessStartInfo("sh", [
                "-c",
                line + $" --silent --show-error --fail --max-time {Patience.Limit.TotalSeconds} 2>&1",
            ])
            { RedirectStandardOutput = true })!;
        var answer = await curl.StandardOutput.ReadToEndAsync();
        await curl.WaitForExitAsync();

        Assert.True(curl.ExitCode == 0, answer);
        Assert.Contains("/x?r=BYTES", answer, StringComparison.Ordinal);
        Assert.Contains($"you speak {(arguments[0] == "http1" ? "HTTP/1.1" : "HTTP/2")} with it", answer, StringComparison.Ordinal);
        Assert.Matches(@"listens at https?://[^ ]+:[1-9][0-9]*/ \(Ctrl-C ends it\)", serving.Output);
        serving.Signal("TERM");
        await serving.EndAsync();
        Assert.Equal(0, serving.ExitCode);
    }

    public void Dispose() => _folder.Dispose();
}
