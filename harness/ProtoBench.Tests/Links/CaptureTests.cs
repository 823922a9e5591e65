using System.Diagnostics;
using ProtoBench.Links.Engine;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Recordings as tshark, a foreign reader, sees them.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CaptureTests
{
    [TsharkFact]
    public void Tshark_reads_every_packet_with_its_fate()
    {
        var file = Path.GetTempFileName();
        try
        {
            var profile =
                new DirectionProfile { Loss = new ListedLoss([2, 5]), BitsPerSecond = 480_000, Queue = new(4, QueueUnit.Packets) };
            Record(file, profile, 8);
            Assert.Equal(
                ["", "dropped: on the drop list", "", "", "dropped: on the drop list", "", "dropped: queue full", "dropped: queue full"],
                Fields(file, "frame.comment"));
            Assert.All(Fields(file, "frame.interface_name"), name => Assert.Equal("up (client to server)", name));
            Assert.All(Fields(file, "ip.dst"), address => Assert.Equal("10.0.0.0", address));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [TsharkFact]
    public void A_packet_with_two_fates_has_two_comments()
    {
        var file = Path.GetTempFileName();
        try
        {
            Record(file, new DirectionProfile { Duplicate = 1, Corrupt = 1 }, 1);
            Assert.Equal(
                ["duplicated: delivered twice,corrupted: delivered with one bit inverted (shown as sent)"], Fields(file, "frame.comment"));
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public void A_full_ring_counts_what_it_leaves_out()
    {
        var ring = new CaptureRing();
        for (var i = 0; i < 8200; i++)
        {
            ring.Add(i, SocketPairLink.Packet(1), default);
        }

        Assert.Equal((8192, 8), (ring.Recorded, ring.Dropped));
    }

    [Fact]
    public void A_full_disk_ends_the_recording_and_not_the_link()
    {
        var recorder = PcapngRecorder.Create("/dev/full", headerBytes: 0);
        recorder.Begin();
        var sent = SocketPairLink.Packet(1);
        // More than the file's buffer of 1 MiB holds, in pieces the ring holds.
        for (var piece = 0; piece < 4; piece++)
        {
            for (var i = 0; i < 8_000; i++)
            {
                recorder.Observe(LinkDirection.Up, i, sent, new LinkDecision());
            }

            Thread.Sleep(100);
        }

        Assert.True(SpinWait.SpinUntil(() => recorder.Dropped > 0, Patience.Limit));
        recorder.Dispose();
    }

    private static void Record(string file, DirectionProfile profile, byte packets)
    {
        using var recorder = PcapngRecorder.Create(file, headerBytes: 0);
        recorder.Begin();
        using var link = new SocketPairLink(profile, observer: recorder);
        for (byte i = 0; i < packets; i++)
        {
            link.Send(i);
        }
    }

    private static string[] Fields(string file, string field)
    {
        var start = new ProcessStartInfo(
            "tshark", ["-r", file, "-T", "fields", "-e", field])
        { RedirectStandardOutput = true, RedirectStandardError = true };
        using var tshark = Process.Start(start)!;
        var errors = tshark.StandardError.ReadToEndAsync();
        var output = tshark.StandardOutput.ReadToEnd();
        tshark.WaitForExit();
        Assert.True(tshark.ExitCode == 0, errors.Result);
        return output.TrimEnd('\n').Length == 0 && output.Length <= 1 ? [""] : output[..^1].Split('\n');
    }
}
