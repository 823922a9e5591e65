using System.Text.Json.Nodes;
using ProtoBench.Model.Links.Netem;
using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios.Keys;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>The keys at the top of a link profile: what it is, what both directions do, and what only one of them does.</summary>
internal static class LinkProfileKeys
{
    private static readonly KeyOf<string> Title = new("title", LinkShapes.Text, "One line for reports.");

    private static readonly KeyOf<string> Source = new("source", LinkShapes.Text, "Where the figures come from.");

    private static readonly KeyOf<bool> Emulated = new("emulated", LinkShapes.Flag, "false means that no link is built. Default true.");

    private static readonly KeyOf<string> Congestion = new(
        "congestion",
        new WordShape<string>(new Dictionary<string, string> { ["cubic"] = "cubic", ["bbr"] = "bbr", ["reno"] = "reno" }),
        "TCP congestion control, set on the route of both ends. Default cubic.");

    private static readonly KeyOf<LinkBackend> Backend = new(
        "backend",
        new WordShape<LinkBackend>(LinkBackends.Names.ToDictionary(name => name, LinkBackends.Parse)),
        "automatic (TUN, otherwise packet sockets), tun or packet-socket; netem, the kernel's own, on request. Results of different "
            + "backends are never compared. Default automatic.");

    private static readonly IReadOnlyList<Key> Keys =
        [Title, Source, Emulated, Congestion, Backend, .. DirectionKeys.All, Up(new(), Untraced), Down(new(), Untraced)];

    /// <summary>A whole profile, without its name.</summary>
    /// <param name="readTrace">Returns the text of a trace file, or throws an <see cref="IOException"/>.</param>
    public static MappingShape<LinkProfile> Shape(Func<string, string> readTrace) =>
        new("a link profile", Keys, reader => Build(reader, readTrace)) { Rules = Rules };

    /// <summary>The format for editors.</summary>
    public static string Schema() => ScenarioSchema.Text("ProtoBench link profile", Shape(Untraced).Schema(Vocabulary.None));

    private static JsonObject Rules() => new()
    {
        ["required"] = new JsonArray(Title.Name, Source.Name),
        ["not"] = DirectionKeys.Rules()["not"]!.DeepClone(),
    };

    private static KeyOf<DirectionProfile> Up(DirectionProfile both, Func<string, string> readTrace) =>
        new("up", Direction(both, readTrace), "What is different from client to server.");

    private static KeyOf<DirectionProfile> Down(DirectionProfile both, Func<string, string> readTrace) =>
        new("down", Direction(both, readTrace), "What is different from server to client.");

    private static MappingShape<DirectionProfile> Direction(DirectionProfile both, Func<string, string> readTrace) =>
        new(
            "a direction",
            DirectionKeys.All,
            reader => Checked(DirectionKeys.Read(reader, both, readTrace), reader))
        { Rules = DirectionKeys.Rules };

    private static LinkProfile Build(MappingReader reader, Func<string, string> readTrace)
    {
        var both = DirectionKeys.Read(reader, new DirectionProfile(), readTrace);
        var profile = new LinkProfile
        {
            Name = "",
            Title = Told(reader, Title),
            Source = Told(reader, Source),
            Emulated = reader.Get(Emulated, true),
            Congestion = reader.Get(Congestion, "cubic"),
            Backend = reader.Get(Backend, LinkBackend.Automatic),
            Up = ReadDirection(reader, Up(both, readTrace), both),
            Down = ReadDirection(reader, Down(both, readTrace), both),
        };
        if (profile.Backend == LinkBackend.Netem && reader.Context.Errors.Count == 0 && NetemPlan.Refusals(profile) is [var refusal, ..])
        {
            reader.Report(
                Backend, LinkProfileErrorCodes.NoEffect, $"netem cannot serve this profile: {refusal}", "write `backend: automatic`");
        }

        return profile;
    }

    private static DirectionProfile ReadDirection(MappingReader reader, KeyOf<DirectionProfile> key, DirectionProfile both) =>
        reader.Has(key) ? reader.Get(key, both) : Checked(both, reader);

    // Contradictions show up once, where the direction is complete; a half-read one would show errors that are none.
    private static DirectionProfile Checked(DirectionProfile direction, MappingReader reader)
    {
        if (reader.Context.Errors.Count == 0)
        {
            DirectionKeys.Check(direction, reader);
        }

        return direction;
    }

    private static string Told(MappingReader reader, KeyOf<string> key)
    {
        if (!reader.Has(key))
        {
            reader.Context.Report(
                reader.Span, LinkProfileErrorCodes.MissingKey, $"'{key.Name}' "
                    + "is missing", $"add `{key.Name}: ...`: readers of a report see it beside the figures");
        }

        return reader.Get(key, "");
    }

    private static string Untraced(string name) => throw new IOException($"no trace is read here, so '{name}' is not");
}
