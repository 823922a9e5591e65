using System.Text.RegularExpressions;
using ProtoBench.Contract;
using ProtoBench.Protocols;
using ProtoBench.Reports.Charts;
using ProtoBench.Tests.Reports;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Architecture;

/// <summary>A protocol is a folder of its own and one line of the catalog, and nothing else that ships knows it.</summary>
public sealed class ProtocolNamesTests
{
    // Where a word that is also a protocol's name stands in a text for people, or means something else: nothing here decides by it. Paths
    // such as /proc/net/tcp and words with a hyphen are not looked at.
    private static readonly Dictionary<string, string> NotAProtocol = new()
    {
        ["harness/ProtoBench.Load/Children/EndPointText.cs"] = "unix:PATH is an address",
        ["harness/ProtoBench.Trials/SocketFile.cs"] = "unix:PATH is an address",
        ["harness/ProtoBench/Commands/Links/ListeningSockets.cs"] = "names of files in /proc/net",
        ["harness/ProtoBench.Machine/Holding/ReadinessProbe.cs"] = "unix:PATH is an address",
        ["harness/ProtoBench.Model/Scenarios/Sides/SidePlaceholders.cs"] = "an example in a text",
        ["harness/ProtoBench.Model/Scenarios/ScenarioErrorCodes.cs"] = "an example in a text",
        ["harness/ProtoBench.Model/Scenarios/Settings/OverSetting.cs"] = "an example in a text",
        ["harness/ProtoBench.Model/Scenarios/Settings/BackendSetting.cs"] = "the name of a fact",
        ["harness/ProtoBench.Model/Scenarios/Settings/DatagramsSetting.cs"] = "the name of a fact",
        ["harness/ProtoBench.Reports/Explanations/WindowedFlow.cs"] = "the name of a fact",
        ["harness/ProtoBench/Commands/RootHelp.cs"] = "an example in a text",
        ["harness/ProtoBench/Commands/QuickProtocols.cs"] = "an example in a text",
        ["harness/ProtoBench/Commands/ServeCommand.cs"] = "unix:PATH is an address",
        ["harness/ProtoBench/Commands/ForeignCommand.cs"] = "tells authors of foreign servers what each protocol's exchange is on the wire",
        ["servers/ProtoBench.Quic/QuicListener.cs"] = "the name of a thread",
        ["servers/ProtoBench.Quic/Loops/ClientLoops.cs"] = "the name of a thread",
    };

    [Fact]
    public void No_file_outside_the_protocols_names_one()
    {
        var names = string.Join('|', ProtocolCatalog.All.Select(protocol => Regex.Escape(protocol.Name)));
        var literal = new Regex($"\"[^\"\n]*(?<![\\w./-])({names})(?![\\w-])[^\"\n]*\"");
        var naming = House.Floors.Where(floor => floor != "ProtoBench.Protocols").SelectMany(House.SourcesOf)
            .Where(source => File.ReadLines(source.File).Any(line => !IsComment(line) && literal.IsMatch(line)))
            .Select(source => Path.GetRelativePath(SourceFolder.Root, source.File).Replace('\\', '/'))
            .ToList();

        Assert.NotEmpty(naming);
        Assert.Equal(NotAProtocol.Keys.Order(StringComparer.Ordinal), naming.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void No_file_outside_the_protocols_decides_by_the_name_of_one()
    {
        var names = string.Join('|', ProtocolCatalog.All.Select(protocol => Regex.Escape(protocol.Name)));
        var whole = new Regex($"\"({names})\"");
        var naming = House.Floors.Where(floor => floor != "ProtoBench.Protocols").SelectMany(House.SourcesOf)
            .Where(source => File.ReadLines(source.File).Any(line => !IsComment(line) && whole.IsMatch(line)))
            .Select(source => Path.GetRelativePath(SourceFolder.Root, source.File).Replace('\\', '/'));

        // /proc/net/tcp and /proc/net/udp.
        Assert.Equal(["harness/ProtoBench/Commands/Links/ListeningSockets.cs"], naming);
    }

    [Fact]
    public void The_readme_has_the_table_of_protocols() => Golden.Table(
        Path.Combine(SourceFolder.Root, "servers", "README.md"),
        "| protocol | folder | what it is |",
        ProtocolCatalog.All.Select(protocol => $"| {protocol.Name} | {FolderOf(protocol)}/ | {protocol.Description} |")
            .Prepend("|---|---|---|"));

    [Fact]
    public void Protocols_have_names_and_colours_of_their_own()
    {
        var slots = ProtocolCatalog.All.Select(protocol => protocol.Traits.ColourSlot).OfType<int>().ToList();

        Assert.Distinct(ProtocolCatalog.All.Select(protocol => protocol.Name));
        Assert.Distinct(slots);
        Assert.All(slots, slot => Assert.InRange(slot, 0, Palette.Colours.Count - 1));
    }

    [Fact]
    public void Reports_keep_the_colours_that_readers_know() => Assert.Equal(
        ["tcp", "udp", "unix", "http1", "http2", "http3", "websocket", "grpc"],
        ProtocolCatalog.All.Where(protocol => protocol.Traits.ColourSlot < 8).OrderBy(protocol => protocol.Traits.ColourSlot)
            .Select(protocol => protocol.Name));

    [Theory]
    [InlineData("tcp", null, "TCP, exchange")]
    [InlineData("http1", "TLS 1.3", "TCP, TLS, exchange")]
    [InlineData("grpc", "TLS 1.3", "TCP, TLS, exchange")]
    [InlineData("websocket", null, "TCP, upgrade, exchange")]
    [InlineData("websocket", "TLS 1.3", "TCP, TLS, upgrade, exchange")]
    [InlineData("http3", "TLS 1.3", "QUIC with TLS, exchange")]
    [InlineData("quic", "TLS 1.3", "QUIC with TLS, exchange")]
    [InlineData("udp", null, "exchange")]
    [InlineData("unix", null, null)]
    public void A_protocol_says_what_a_cold_client_waits_for(string name, string? tls, string? steps)
    {
        var facts = new ConnectionFacts { Protocol = "p", Client = "c", Tls = tls };
        var trips = ProtocolCatalog.Find(name)!.RoundTripsUntilFirstResponse(facts);

        Assert.Equal(steps, trips is null ? null : string.Join(", ", trips));
    }

    private static string FolderOf(IProtocol protocol) => protocol.GetType().Namespace!["ProtoBench.Protocols.".Length..].Replace('.', '/');

    private static bool IsComment(string line) => line.TrimStart().StartsWith("//", StringComparison.Ordinal);
}
