using System.CommandLine;
using ProtoBench.Model.Text;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench url</c>: compares protocols for a server of the user's own, without any file.</summary>
internal static class UrlCommand
{
    public static Command Create()
    {
        var url =
            new Argument<string>("url") { Description = "Such as https://127.0.0.1:8443/api. With --server only scheme and path count." };
        var protocols = new Option<string?>("--protocols")
        {
            Description = "Protocols to compare (default: all that the scheme can mean and the server speaks).",
            HelpName = "a,b",
        };
        var server =
            Text("--server", "Shell command to start as the server, such as 'nginx -c {dir}/nginx.conf'; it learns {port}.", "command");
        var files = Texts("--file", "File to put into the command's {dir}, with {port} and the like filled in. May be repeated.", "file");
        var links = Texts("--link", "Over an emulated link, such as wan-40ms or ./office.yaml. May be repeated.", "profile");
        var rate = Text("--rate", "Open loop: requests at this rate whatever the server does, such as 200/s.", "rate");
        var inFlight = Text("--in-flight", "Requests at once (default 1; with --rate: at most).", "count");
        var connections = Text("--connections", "Connections (default: as many as the requests at once need).", "count");
        var streams = Text("--streams", "Requests at once on one connection, where the protocol can.", "count");
        var method = Text("--method", "Default GET, and POST with a body.", "method");
        var headers = Texts("--header", "'Name: value'. May be repeated.", "header");
        headers.Aliases.Add("-H");
        var body = Text("--body", "Text, or @file.", "text");
        var expect = Text("--expect", "Statuses that are a success, such as 2xx (default), 200 or 200-204.", "status");
        var host = Text("--host", "The host to ask for, where several share a server (default: the URL's).", "name");
        var authority = Text("--authority", "PEM file with the certificates to trust.", "file");
        var serverName = Text("--server-name", "The name to ask for and to expect in the certificate.", "name");
        var clientCertificate = Text("--client-certificate", "PEM file with the certificate and key to show.", "file");
        var insecure = new Option<bool>("--insecure") { Description = "Take any certificate; the report tells it." };
        var permitted = new Option<bool>("--permitted") { Description = "Whoever runs a server elsewhere has agreed to the load." };
        var trials = Text("--trials", "Fresh process pairs per protocol, at most.", "count");
        var duration = Text("--duration", "Measured time of each, such as 1s.", "time");
        var budget = Text("--budget", "Begin no trials that would not end within this time (default 115 s).", "time");
        var save = Text("--save", "Write the scenario of all this to a file, to keep and to change.", "file");
        var (dryRun, output, set, seed, json) =
            (CommonOptions.DryRun(), CommonOptions.Output(), CommonOptions.Set(), CommonOptions.Seed(), CommonOptions.Json());
        var command = new Command("url", "Compare protocols for a server of your own.")
        {
            url, protocols, server, files, links, rate, inFlight, connections, streams, method, headers, body, expect,
            host, authority, serverName, clientCertificate, insecure, permitted,
            trials, duration, budget, save, dryRun, output, set, seed, json,
        };
        var exports = new ExportOptions(ExportedKind.Run);
        exports.AddTo(command);
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var named = RunCommand.Names(parsed.GetValue(protocols));
            var text = UrlScenario.Text(new UrlRequest
            {
                Url = parsed.GetValue(url)!,
                Protocols = named,
                Server = parsed.GetValue(server),
                Files = parsed.GetValue(files) ?? [],
                Links = parsed.GetValue(links) ?? [],
                Rate = parsed.GetValue(rate),
                InFlight = parsed.GetValue(inFlight),
                Connections = parsed.GetValue(connections),
                Streams = parsed.GetValue(streams),
                Method = parsed.GetValue(method),
                Headers = parsed.GetValue(headers) ?? [],
                Body = parsed.GetValue(body),
                Expect = parsed.GetValue(expect),
                Host = parsed.GetValue(host),
                Authority = parsed.GetValue(authority),
                ServerName = parsed.GetValue(serverName),
                ClientCertificate = parsed.GetValue(clientCertificate),
                Insecure = parsed.GetValue(insecure),
                Permitted = parsed.GetValue(permitted),
            });
            Save(text, parsed.GetValue(save));
            var scenario = ScenarioInput.OfText(text, "url.yaml", new ScenarioOverrides
            {
                Set =
                [
                    .. Key("trials", parsed.GetValue(trials)),
                    .. Key("duration", parsed.GetValue(duration)),
                    .. Key("budget", parsed.GetValue(budget)),
                    .. parsed.GetValue(set) ?? [],
                ],
                Seed = parsed.GetValue(seed),
            });
            if (named.Length == 0)
            {
                scenario = await SpokenProtocols.OnlyAsync(scenario, Console.Error, cancellationToken).ConfigureAwait(false);
            }

            return await RunExecution.RunAllAsync([scenario], new RunRequest
            {
                Output = parsed.GetValue(output),
                DryRun = parsed.GetValue(dryRun),
                Json = parsed.GetValue(json),
                Exports = exports.Of(parsed),
                CommandLine = ShellText.Command(parsed.Tokens.Select(token => token.Value)),
            }).ConfigureAwait(false);
        });
        return command;
    }

    private static void Save(string text, string? path)
    {
        if (path is null)
        {
            return;
        }

        try
        {
            File.WriteAllText(path, text);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--save {path}: {error.Message}");
        }
    }

    private static Option<string?> Text(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help };

    private static Option<string[]> Texts(string name, string description, string help) =>
        new(name) { Description = description, HelpName = help, AllowMultipleArgumentsPerToken = false };

    private static string[] Key(string key, string? value) => value is null ? [] : [$"{key}={value}"];
}
