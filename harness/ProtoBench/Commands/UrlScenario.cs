using System.Text;
using System.Text.Json;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Protocols;

namespace ProtoBench.Commands;

/// <summary>
/// The scenario that asks what <c>protobench url</c> was asked, as text: it can be kept and changed like any other. Pure but for the files
/// that it names.
/// </summary>
internal static class UrlScenario
{
    /// <summary>What stands in its <c>servers</c>.</summary>
    public const string Site = "site";

    // Within two minutes. A repetition of three protocols over loopback and lossy-1 took 39 s with windows of 3 s on two processors
    // (November 2026), and a run looks whether all is decided from the third on.
    private const string Conditions = """
        design: interleaved
        margin: 10 %
        budget: 115 s
        trials: 12
        warm-up: { min: 300 ms, max: 2 s }
        runtime: { tiered-pgo: false }

        """;

    /// <exception cref="UsageException">What was typed cannot be made into a scenario.</exception>
    public static string Text(UrlRequest request)
    {
        if (!Uri.TryCreate(request.Url, UriKind.Absolute, out var url) || url.Host.Length == 0)
        {
            throw new UsageException($"'{request.Url}' is no URL; write it as https://127.0.0.1:8443/api");
        }

        var protocols = request.Protocols.Count > 0
            ? request.Protocols
            : [.. ProtocolCatalog.All.Where(protocol => UrlSchemes.Means(protocol, url.Scheme)).Select(protocol => protocol.Name)];
        if (protocols.Count == 0)
        {
            throw new UsageException($"no protocol is known by the scheme '{url.Scheme}'; name one with --protocols");
        }

        var encrypted = UrlSchemes.IsEncrypted(url.Scheme);
        var text = new StringBuilder();
        text.Append($"name: {NameShape.Usable($"{url.Scheme}-{(request.Server is null ? url.Host : "server")}")}\n");
        text.Append($"title: {Quoted($"Which protocol answers {Shown(request, url)} fastest?")}\n");
        text.Append("protocols:\n");
        foreach (var protocol in protocols)
        {
            // An address says by its scheme whether it is encrypted, a command does not.
            var tls = request.Server is not null && encrypted ? ", tls: true" : "";
            text.Append($"  - {{ protocol: {Quoted(protocol)}, label: {protocol}, server: {Site}{tls} }}\n");
        }

        text.Append($"servers:\n  {Site}:\n");
        Entry(text, "    ", request.Server is null ? "address" : "command", request.Server ?? url.AbsoluteUri);
        if (request.Permitted)
        {
            text.Append("    permitted: true\n");
        }

        Entry(text, "    ", "host", request.Host);
        WriteFiles(text, request);
        Entry(text, "    ", "authority", request.Authority);
        Entry(text, "    ", "server-name", request.ServerName);
        Entry(text, "    ", "client-certificate", request.ClientCertificate);
        if (request.Insecure)
        {
            text.Append("    insecure: true\n");
        }

        WriteWorkload(text, request, url);
        text.Append(request.Links.Count > 0 ? $"links: [{string.Join(", ", request.Links.Select(Quoted))}]\n" : "");
        text.Append(Conditions);
        return text.Append(request.Links.Any(link => link != "loopback") ? "duration: 2 s\n" : "duration: 1 s\n").ToString();
    }

    private static void WriteFiles(StringBuilder text, UrlRequest request)
    {
        if (request.Files.Count == 0)
        {
            return;
        }

        text.Append("    files:\n");
        foreach (var file in request.Files)
        {
            try
            {
                Entry(text, "      ", Path.GetFileName(file), File.ReadAllText(file));
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw new UsageException($"--file {file}: {error.Message}");
            }
        }
    }

    private static void WriteWorkload(StringBuilder text, UrlRequest request, Uri url)
    {
        text.Append("workloads:\n  request:\n");
        if (url.Scheme is "http" or "https" or "ws" or "wss")
        {
            Entry(text, "    ", "path", url.PathAndQuery);
        }

        Entry(text, "    ", "method", request.Method);
        if (request.Headers.Count > 0)
        {
            text.Append("    headers:\n");
            foreach (var header in request.Headers)
            {
                var colon = header.IndexOf(':', StringComparison.Ordinal);
                if (colon <= 0)
                {
                    throw new UsageException($"--header '{header}' has no name before a colon; write it as 'Name: value'");
                }

                Entry(text, "      ", header[..colon].Trim(), header[(colon + 1)..].Trim());
            }
        }

        if (request.Body is { } body)
        {
            text.Append(
                body.StartsWith('@') ? $"    body: {{ file: {Quoted(Path.GetFullPath(body[1..]))} }}\n" : $"    body: {Quoted(body)}\n");
        }

        Entry(text, "    ", "expect", request.Expect);
        Plain(text, "connections", request.Connections);
        Plain(text, "streams", request.Streams);
        var inFlight = request.InFlight;
        text.Append(request.Rate is { } rate
            ? $"loads:\n  - {{ open: {rate}{(inFlight is null ? "" : $", in-flight: {inFlight}")} }}\n"
            : $"loads:\n  - {{ closed: {inFlight ?? "1"} }}\n");
    }

    private static void Plain(StringBuilder text, string key, string? value) => text.Append(value is null ? "" : $"    {key}: {value}\n");

    private static void Entry(StringBuilder text, string indent, string key, string? value)
    {
        if (value is not null)
        {
            text.Append($"{indent}{Quoted(key)}: {Quoted(value)}\n");
        }
    }

    private static string Shown(UrlRequest request, Uri url) => request.Server is null ? url.AbsoluteUri : url.PathAndQuery;

    // Every JSON text is a YAML text of the same meaning (YAML 1.2, 1.2).
    private static string Quoted(string text) => JsonSerializer.Serialize(text, QuotedText.Default.String);
}
