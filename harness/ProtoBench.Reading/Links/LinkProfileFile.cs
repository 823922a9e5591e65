using ProtoBench.Model.Links.Netem;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace ProtoBench.Reading.Links;

/// <summary>Reads link profiles. <see cref="Parse"/> is pure; scenarios/links/README.md describes the format.</summary>
public static class LinkProfileFile
{
    private static readonly string[] OwnKeys = ["title", "source", "emulated", "congestion", "backend", "up", "down"];

    /// <summary>Reads a file, and the trace files it names from the same folder.</summary>
    public static LinkProfileReading Load(string path)
    {
        try
        {
            var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
            var traces = new Dictionary<string, string>();
            var (text, wrong) = Utf8Text.Decode(File.ReadAllBytes(path));
            return wrong is null
                ? Parse(text, path, name => traces[name] = ReadTrace(folder, name)) with { Traces = traces }
                : Failed(text, new(path, wrong.Line, wrong.Column, 1, LinkProfileErrorCodes.Unreadable, wrong.Message, wrong.Remedy));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return new LinkProfileReading(
                null, [new(path, 0, 0, 1, LinkProfileErrorCodes.Unreadable, error.Message, "check the path and its permissions")], "");
        }
    }

    /// <summary>Reads a profile from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="source">File name for messages; its name without extension becomes the profile's.</param>
    /// <param name="readTrace">Returns the text of a trace file, or throws an <see cref="IOException"/>.</param>
    public static LinkProfileReading Parse(string text, string source, Func<string, string> readTrace)
    {
        if (Utf8Text.NulIn(text) is { } nul)
        {
            return Failed(text, new ScenarioError(source, nul.Line, nul.Column, 1, LinkProfileErrorCodes.Syntax, nul.Message, nul.Remedy));
        }

        YamlStream yaml = [];
        try
        {
            yaml.Load(new StringReader(text));
        }
        catch (YamlException error)
        {
            return Failed(text, new ScenarioError(
                source, (int)error.Start.Line, (int)error.Start.Column, 1, LinkProfileErrorCodes.Syntax, error.Message.TrimEnd('.'), "see scenarios/links/README.md"));
        }

        if (yaml.Documents.Count != 1)
        {
            return Failed(text, new ScenarioError(
                source, 1, 1, 1, LinkProfileErrorCodes.Syntax, "a profile is exactly one YAML document", "see scenarios/links/README.md"));
        }

        var nodes = new ProfileNodes(source);
        var profile = Read(yaml.Documents[0].RootNode, nodes, Path.GetFileNameWithoutExtension(source), readTrace);
        return nodes.Errors.Count == 0
            ? new LinkProfileReading(profile, [], text) { Source = source, Places = Places(yaml.Documents[0].RootNode) }
            : new LinkProfileReading(null, nodes.Errors, text);
    }

    private static Dictionary<string, (int Line, int Column, int Length)> Places(YamlNode root)
    {
        var places = new Dictionary<string, (int Line, int Column, int Length)>();
        void Add(YamlNode node, string prefix)
        {
            foreach (var (key, value) in ((YamlMappingNode)node).Children)
            {
                places[$"{prefix}{key}"] = ProfileNodes.Place(value);
                if (prefix.Length == 0 && value is YamlMappingNode && $"{key}" is "up" or "down")
                {
                    Add(value, $"{key}.");
                }
            }
        }

        Add(root, "");
        return places;
    }

    // The run's folder keeps a copy of both, side by side.
    private static string ReadTrace(string folder, string name) => name == Path.GetFileName(name)
        ? Utf8Text.Decode(File.ReadAllBytes(Path.Combine(folder, name))) is var (text, wrong) && wrong is null
            ? text
            : throw new FormatException($"line {wrong!.Line}: {wrong.Message}; {wrong.Remedy}")
        : throw new IOException("a trace lies beside its profile, so its name has no folders");

    private static LinkProfileReading Failed(string text, ScenarioError error) => new(null, [error], text);

    private static LinkProfile Read(YamlNode root, ProfileNodes nodes, string name, Func<string, string> readTrace)
    {
        var entries = nodes.Entries(root, [.. OwnKeys, .. DirectionReader.Keys]);
        var reader = new DirectionReader(nodes, readTrace);
        var both = reader.Read(new DirectionProfile(), entries);
        var profile = new LinkProfile
        {
            Name = name,
            Title = Required(root, entries, nodes, "title"),
            Source = Required(root, entries, nodes, "source"),
            Emulated = !entries.TryGetValue("emulated", out var emulated) || (nodes.Flag(emulated) ?? true),
            Congestion = entries.TryGetValue("congestion", out var congestion) ? nodes.Word(congestion, ["cubic", "bbr", "reno"]) ?? "" : "cubic",
            Backend = entries.TryGetValue("backend", out var backend) ? LinkBackends.Parse(nodes.Word(backend, LinkBackends.Names)) : LinkBackend.Automatic,
            Up = ReadDirection(root, entries, "up", both, reader, nodes),
            Down = ReadDirection(root, entries, "down", both, reader, nodes),
        };
        if (profile.Backend == LinkBackend.Netem && nodes.Errors.Count == 0 && NetemPlan.Refusals(profile) is [var refusal, ..])
        {
            nodes.Report(entries["backend"], LinkProfileErrorCodes.NoEffect, $"netem cannot serve this profile: {refusal}", "write `backend: automatic`");
        }

        return profile;
    }

    private static DirectionProfile ReadDirection(
        YamlNode root, Dictionary<string, YamlNode> entries, string key, DirectionProfile both, DirectionReader reader, ProfileNodes nodes)
    {
        var errorsBefore = nodes.Errors.Count;
        var own = entries.TryGetValue(key, out var node);
        var direction = own ? reader.Read(both, nodes.Entries(node!, DirectionReader.Keys)) : both;
        // Contradictions show up once, where the direction is complete; a half-read one would show errors that are none.
        if (errorsBefore == 0 && nodes.Errors.Count == 0)
        {
            DirectionReader.Check(direction, own ? node! : root, nodes);
        }

        return direction;
    }

    private static string Required(YamlNode root, Dictionary<string, YamlNode> entries, ProfileNodes nodes, string key)
    {
        if (entries.TryGetValue(key, out var node))
        {
            return nodes.Text(node) ?? "";
        }

        nodes.Report(root, LinkProfileErrorCodes.MissingKey, $"'{key}' is missing", $"add `{key}: ...`: readers of a report see it beside the figures");
        return "";
    }
}
