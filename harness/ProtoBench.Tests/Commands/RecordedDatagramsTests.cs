using System.Diagnostics;
using System.Globalization;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>What QUIC sends in packets, as tshark decrypts a recording of it: frames.yaml's arms, short.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class RecordedDatagramsTests : IDisposable
{
    private const int FrameBytes = 200;
    private const string Server = "10.99.0.2";

    // RFC 9221, 4: a DATAGRAM frame without and with its length. RFC 9000, 19.8: STREAM frames.
    private static readonly long[] DatagramTypes = [0x30, 0x31];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RecordedQuicFact]
    public async Task Frames_go_in_datagrams_of_QUIC_where_that_is_asked_and_else_in_a_stream()
    {
        await File.WriteAllTextAsync(_folder.File("frames.yaml"), $$"""
            title: What goes where?
            protocols: [ { protocol: quic, label: stream }, { protocol: quic, datagrams: true, label: datagrams } ]
            workloads:
              positions: { kind: frames, message: {{FrameBytes}} B, frame-rate: 100/s, deadline: 500 ms }
            loads: [ { closed: 1 } ]
            links: [bare]
            trials: 1
            duration: 1 s
            warm-up: 300 ms
            """);
        // GnuTLS writes every session's secrets there, in the format of NSS.
        var environment = new Dictionary<string, string> { ["SSLKEYLOGFILE"] = _folder.File("keys.log") };

        using var run = await ProtobenchProcess.RunAsync(_folder.Path, environment, "run", "frames.yaml", "--pcap", "-o", "out");

        var trials = RunFolder.Open(_folder.File("out")).Read().Trials;
        var (stream, datagrams) = (Of(trials, "stream"), Of(trials, "datagrams"));
        Assert.InRange(stream.Frames, 90, 110);
        Assert.True(stream.StreamBytes >= stream.Frames * FrameBytes, $"{stream}");
        Assert.Empty(stream.Datagrams);

        // Each in a frame of its own, and none in a stream: what goes there ends the flow.
        Assert.InRange(datagrams.Frames, 90, 110);
        Assert.True(datagrams.Datagrams.Count >= datagrams.Frames, $"{datagrams}");
        Assert.All(datagrams.Datagrams, length => Assert.Equal(FrameBytes, length));
        Assert.InRange(datagrams.StreamBytes, 0, FrameBytes - 1);
    }

    private Recorded Of(IReadOnlyList<TrialResult> trials, string label)
    {
        var trial = Assert.Single(trials, trial => trial.CellId.Contains($"/{label}/", StringComparison.Ordinal));
        Assert.True(trial.Measurement is not null, string.Join("; ", trial.Reasons));
        var packets = Read(Path.Combine(_folder.File("out"), trial.Logs!, "link.pcapng"));
        var lengths = packets.SelectMany(packet => packet.DatagramLengths).ToList();

        // tshark tells a length of both types.
        Assert.Equal(lengths.Count, packets.Sum(packet => packet.Types.Count(DatagramTypes.Contains)));
        return new Recorded(
            (int)trial.Measurement.Outcomes.Completed, lengths, packets.Sum(packet => packet.StreamLengths.Sum()));
    }

    /// <summary>What the server sent, packet by packet.</summary>
    private List<(List<long> Types, List<long> DatagramLengths, List<long> StreamLengths)> Read(string file)
    {
        string[] fields = ["quic.frame_type", "quic.dg.length", "quic.stream.length"];
        var start = new ProcessStartInfo(
            "tshark",
            [
                "-r", file, "-o", $"tls.keylog_file:{_folder.File("keys.log")}", "-Y", $"quic && ip.src == {Server}", "-T", "fields",
                .. fields.SelectMany(field => new[] { "-e", field }),
            ])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var tshark = Process.Start(start)!;
        var errors = tshark.StandardError.ReadToEndAsync();
        var lines = tshark.StandardOutput.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        tshark.WaitForExit();
        Assert.True(tshark.ExitCode == 0, errors.Result);
        return [.. lines.Select(line => line.Split('\t')).Select(line => (Numbers(line[0]), Numbers(line[1]), Numbers(line[2])))];
    }

    private static List<long> Numbers(string text) =>
    [
        .. text.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(number => number.StartsWith("0x", StringComparison.Ordinal)
            ? long.Parse(number[2..], NumberStyles.HexNumber, CultureInfo.InvariantCulture)
            : long.Parse(number, CultureInfo.InvariantCulture)),
    ];

    /// <summary>A trial, and what its server sent.</summary>
    /// <param name="Frames">Frames that the client got in its window.</param>
    /// <param name="Datagrams">Lengths of the DATAGRAM frames, over the whole trial.</param>
    /// <param name="StreamBytes">In STREAM frames, over the whole trial.</param>
    private sealed record Recorded(int Frames, IReadOnlyList<long> Datagrams, long StreamBytes);
}
