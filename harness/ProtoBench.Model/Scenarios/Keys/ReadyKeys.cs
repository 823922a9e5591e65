using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>When a command counts as a server: one word, or a mapping.</summary>
internal static class ReadyKeys
{
    private static readonly TextShape AnyText = new() { MayLookTyped = true };

    private static readonly KeyOf<string> Http = new(
        "http", AnyText, "Path that must be answered over HTTP/1.1 with a status below 500, in plain text or inside TLS.");

    private static readonly KeyOf<string> Log = new("log", AnyText, "A part of a line of its output.");

    private static readonly KeyOf<TimeSpan> Limit = new(
        "limit", Shapes.Duration(0.1m, 600, "100 ms to 10 min"), "How long it may take from its start, 100 ms to 10 min. Default 10 s.");

    private static readonly MappingShape<ReadyProbe> Mapping = new("a sign of being ready", [Http, Log, Limit], Build);

    public static EitherShape<ReadyProbe> Shape { get; } = new(
        new WordShape<ReadyProbe>(new Dictionary<string, ReadyProbe> { ["connection"] = new() }), Mapping);

    private static ReadyProbe Build(MappingReader reader)
    {
        var probe = new ReadyProbe();
        if (reader.Has(Http) && reader.Has(Log))
        {
            reader.Report(Log, ScenarioErrorCodes.BadServer, "'http' and 'log' exclude each other", "remove one of them", atKey: true);
        }

        if (reader.TryGet(Http, out var path))
        {
            if (!path.StartsWith('/'))
            {
                reader.Report(Http, ScenarioErrorCodes.BadServer, $"the path '{Spelling.Shorten(path)}' must begin with /", $"/{path}");
            }

            probe = probe with { By = ReadyBy.Http, Text = path };
        }
        else if (reader.TryGet(Log, out var line))
        {
            probe = probe with { By = ReadyBy.LogLine, Text = line };
        }

        return probe with { Limit = reader.Get(Limit, probe.Limit) };
    }
}
