using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Servers of the user's in a scenario file: what they mean, whom they meet, and what is wrong with them.</summary>
public sealed class ServerReadingTests
{
    [Fact]
    public void A_line_of_text_is_a_command_or_an_address()
    {
        var servers = Read.Scenario(Read.Lines("servers: { a: my-server --port {port}, b: 'https://127.0.0.1:8443/api' }".Replace(
            "my-server --port {port}", "'my-server --port {port}'", StringComparison.Ordinal))).Servers!;

        Assert.Equal(["a", "b"], servers.Select(server => server.Name));
        Assert.Equal(("my-server --port {port}", null), (servers[0].Command, servers[0].Address));
        Assert.Equal((null, "https://127.0.0.1:8443/api"), (servers[1].Command, servers[1].Address));
    }

    [Fact]
    public void Every_key_is_read()
    {
        var server = Assert.Single(Read.Scenario(Read.Lines("""
            servers:
              nginx:
                command: nginx -c {dir}/nginx.conf
                ready: { http: /health, limit: 30 s }
                folder: here
                files: { nginx.conf: 'listen {address}:{port};' }
                environment: { WORKERS: 2 }
                stop-signal: quit
                authority: ca.pem
                server-name: example.test
                client-certificate: me.pem
                protocols: [http2]
            """)).Servers!);

        Assert.Equal((ReadyBy.Http, "/health", TimeSpan.FromSeconds(30)), (server.Ready.By, server.Ready.Text, server.Ready.Limit));
        Assert.Equal("listen {address}:{port};", server.Files!["nginx.conf"]);
        Assert.Equal(("here", "2", StopSignal.Quit), (server.Folder, server.Environment!["WORKERS"], server.StopSignal));
        Assert.Equal(("ca.pem", "example.test", "me.pem"), (server.Tls.Authority, server.Tls.ServerName, server.Tls.ClientFile));
        Assert.Equal(["http2"], server.Protocols!);
    }

    [Fact]
    public void Each_protocol_meets_each_server_that_speaks_it()
    {
        var arms = Read.Scenario(Read.Text("""
            title: Which?
            protocols: [http1, http2, { protocol: tcp, server: ours }, { protocol: http1, server: b, label: other }]
            servers:
              a: { command: 'a {port}', protocols: [http1] }
              b: 'https://127.0.0.1:8443/'
            workloads: { echo: {} }
            """)).Arms;

        Assert.Equal(["http1-a", "http1-b", "http2-b", "tcp-ours", "other"], arms.Select(arm => arm.Label));
        Assert.Equal(["a", "b", "b", null, "b"], arms.Select(arm => arm.Server));

        // What stands in an https address is encrypted; nobody has to say it twice.
        Assert.Equal([false, true, true, false, true], arms.Select(arm => arm.Tls));
    }

    /// <summary>Lines after the needed three, and what the only error is: code, line, column, and a part of its sentence.</summary>
    public static TheoryData<string, string, int, int, string> Mistakes => new()
    {
        { "servers: { a: { insecure: true } }", "PB1308", 4, 15, "needs 'command' or 'address'" },
        { "servers: { a: { command: x, address: 'http://127.0.0.1/' } }", "PB1308", 4, 15, "exclude each other" },
        { "servers: { a: 'http://example.com/' }", "PB1308", 4, 15, "example.com is not this machine" },
        { "servers: { a: { address: 'http://example.com/' } }", "PB1308", 4, 26, "must have agreed to the load" },
        { "servers: { a: { address: 'ftp://127.0.0.1/' } }", "PB1308", 4, 26, "has the scheme 'ftp'" },
        { "servers: { a: { address: 'tcp://127.0.0.1' } }", "PB1308", 4, 26, "has no port" },
        { "servers: { a: { address: 'http://me:secret@127.0.0.1/' } }", "PB1308", 4, 26, "has a name or password" },
        { "servers: { a: { address: '127.0.0.1:80' } }", "PB1308", 4, 26, "is no URL" },
        { "servers: { a: { address: 'http://127.0.0.1/', folder: x } }", "PB1305", 4, 47, "'folder' has no meaning without 'command'" },
        { "servers: { a: { command: x, ready: { http: health } } }", "PB1308", 4, 44, "must begin with /" },
        { "servers: { a: { command: x, ready: { http: /, log: y } } }", "PB1308", 4, 47, "exclude each other" },
        { "servers: { a: { command: x, ready: maybe } }", "PB1204", 4, 36, "connection" },
        { "servers: { a: { command: x, stop-signal: stop } }", "PB1204", 4, 42, "stop-signal" },
        { "servers: { a: { command: x, files: { a/b: text } } }", "PB1206", 4, 38, "no file can be called 'a/b'" },
        { "servers: { a: { command: x, environment: { A-B: text } } }", "PB1206", 4, 44, "no variable can be called 'A-B'" },
        { "servers: { a: { address: 'https://127.0.0.1/', insecure: true, authority: x } }", "PB1308", 4, 48, "looked at by nobody" },
        { "servers: { a: { command: x, web-socket: { path: chat } } }", "PB1308", 4, 49, "must begin with /" },
        { "servers: { a: { command: x, web-socket: { headers: { A: \"b\\nc\" } } } }", "PB1308", 4, 52, "control characters" },
        { "servers: { a: { command: x, host: 'http://b' } }", "PB1308", 4, 35, "is no host" },
        { "servers: { ours: x }", "PB1301", 4, 1, "'ours' means our own server" },
        { "servers: { a: { command: x, protocols: [udp] } }", "PB1308", 4, 1, "no server speaks any" },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void A_mistake_is_told_with_its_place(string lines, string code, int line, int column, string part)
    {
        var error = Assert.Single(Read.Lines(lines).Errors);

        Assert.Equal((code, line, column), (error.Code, error.Line, error.Column));
        Assert.Contains(part, error.Message + error.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public void An_arm_whose_server_does_not_exist_is_told_which_there_are()
    {
        var error = Assert.Single(Read.Text("""
            title: Which?
            protocols: [{ protocol: http1, server: nginz }]
            servers: { nginx: 'x {port}' }
            workloads: { echo: {} }
            """).Errors);

        Assert.Equal(("PB1309", 2), (error.Code, error.Line));
        Assert.Contains("nginx", error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a: 'server'", "http1", "has no {port}, so it cannot know where")]
    [InlineData("a: 'server {port}'", "unix", "has no {socket}")]
    [InlineData("a: 'http://127.0.0.1:80/'", "http3", "is always encrypted, and http://127.0.0.1:80/ is not")]
    [InlineData("a: 'http://127.0.0.1:80/'", "unix", "has no addresses")]
    public void What_a_server_cannot_do_makes_cells_that_do_not_apply(string server, string protocol, string reason)
    {
        var scenario = Read.Scenario(Read.Text(
            $"title: Which?\nprotocols: [{protocol}]\nservers: {{ {server} }}\nworkloads: {{ echo: {{}} }}"));

        var cell = Assert.Single(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells);

        Assert.Contains(reason, cell.NotApplicable, StringComparison.Ordinal);
    }

    [Fact]
    public void A_transfer_is_nothing_for_a_server_that_is_not_ours()
    {
        var scenario = Read.Scenario(Read.Text(
            "title: Which?\nprotocols: [http1]\nservers: { a: 'x {port}' }\nworkloads: { bulk: { kind: download } }"));

        Assert.Contains(
            "rules of our own servers",
            Assert.Single(PlanBuilder.Build(scenario, StubProtocol.Catalog, WorkloadCatalog.All).Cells).NotApplicable,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Files_are_read_once_and_what_a_command_takes_from_its_folder_is_one()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("nginx.conf"), "listen {port};");
        File.WriteAllText(folder.File("ca.pem"), "-----BEGIN CERTIFICATE-----");
        var scenario = Read.Scenario(Read.Lines(
            "servers: { a: { command: 'nginx -c {dir}/nginx.conf -p {dir}/other', authority: ca.pem } }"));

        var (resolved, errors) = ScenarioServers.Resolve(scenario, folder.Path);

        Assert.Empty(errors);
        var server = Assert.Single(resolved.Servers!);
        Assert.Equal(("nginx.conf", "listen {port};"), (server.Files!.Single().Key, server.Files!.Single().Value));
        Assert.Equal("-----BEGIN CERTIFICATE-----", server.Tls.Authority);
    }

    [Theory]
    [InlineData("authority: none.pem", "servers.a.authority: Could not find file")]
    [InlineData("authority: empty.pem", "empty.pem has no CERTIFICATE in PEM")]
    [InlineData("client-certificate: ca.pem", "ca.pem has no PRIVATE KEY in PEM")]
    [InlineData("folder: nowhere", "there is no folder")]
    public void A_file_that_is_not_there_is_told_before_anything_starts(string key, string sentence)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("ca.pem"), "-----BEGIN CERTIFICATE-----");
        File.WriteAllText(folder.File("empty.pem"), "");
        var scenario = Read.Scenario(Read.Lines($"servers: {{ a: {{ command: 'x {{port}}', {key} }} }}"));

        Assert.Contains(sentence, Assert.Single(ScenarioServers.Resolve(scenario, folder.Path).Errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Only_known_words_in_braces_are_replaced()
    {
        var values = new Dictionary<string, string> { ["port"] = "80", ["address"] = "::1" };

        Assert.Equal(
            "server { listen [::1]:80; } ${x} {other} {dir}",
            SidePlaceholders.Fill("server { listen [{address}]:{port}; } ${x} {other} {dir}", values));
    }
}
