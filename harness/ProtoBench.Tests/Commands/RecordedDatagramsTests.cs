using System.Diagnostics;
using System.Globalization;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Links;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>What QUIC sends in packets, as tshark decrypts a recording of it: frames.yaml's arm of datagrams, short.</summary>
[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Programs)]
public sealed class RecordedDatagramsTests : IDisposable
{
    private const int FrameBytes = 200;
    private const string Client = "10.99.0.1";
    private const string Server = "10.99.0.2";

    // RFC 9221, 4: a DATAGRAM frame without and with its length. RFC 9000, 19.8: STREAM frames.
    private static readonly long[] DatagramTypes = [0x30, 0x31];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [RecordedQuicFact]
    public async Task Frames_go_in_datagrams_of_QUIC_and_none_of_them_in_a_stream()
    {
        await File.WriteAllTextAsync(_folder.File("frames.yaml"), $$"""
            title: What goes where?
            protocols: [ { protocol: quic, datagrams: true } ]
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

        var trial = Assert.Single(RunFolder.Open(_folder.File("out")).Read().Trials);
        Assert.True(trial.Measurement is not null, string.Join("; ", trial.Reasons.Append(run.Error)));
        var file = Path.Combine(_folder.File("out"), trial.Logs!, "link.pcapng");
        var (asked, sent) = (Read(file, Client), Read(file, Server));

        // Each frame has one of its own; tshark tells the length of both types.
        var lengths = sent.SelectMany(packet => packet.DatagramLengths).ToList();
        Assert.InRange(trial.Measurement.Outcomes.Completed, 90, 110);
        Assert.True(lengths.Count >= trial.Measurement.Outcomes.Completed, $"{lengths.Count} of {trial.Measurement.Outcomes.Completed}");
        Assert.Equal(lengths.Count, sent.Sum(packet => packet.Types.Count(DatagramTypes.Contains)));
        Assert.All(lengths, length => Assert.Equal(FrameBytes, length));

        // A stream carries the client's order, which tshark sees as well, and of the server what ends the flow: less than a frame.
        Assert.InRange(asked.Sum(packet => packet.StreamLengths.Sum()), 1, long.MaxValue);
        Assert.InRange(sent.Sum(packet => packet.StreamLengths.Sum()), 0, FrameBytes - 1);
    }

    /// <summary>What one side sent, packet by packet.</summary>
    private List<(List<long> Types, List<long> DatagramLengths, List<long> StreamLengths)> Read(string file, string side)
    {
        string[] fields = ["quic.frame_type", "quic.dg.length", "quic.stream.length"];
        var start = new ProcessStartInfo(
            "tshark",
            [
                "-r", file, "-o", $"tls.keylog_file:{_folder.File("keys.log")}", "-Y", $"quic && ip.src == {side}", "-T", "fields",
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
}
