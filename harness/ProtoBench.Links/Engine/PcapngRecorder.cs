using ProtoBench.Links.Native;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>
/// Records every packet as the sender sent it, at its arrival at the link, with the link's decision as comments. Unlike a tap it also shows
/// what was dropped, and why.
/// </summary>
internal sealed class PcapngRecorder : IPacketObserver, IDisposable
{
    private static readonly string[] None = [];
    private readonly CaptureRing[] _rings = [new(), new()];
    private readonly FileStream _file;
    private readonly PcapngWriter _writer;
    private readonly Thread _thread;
    private readonly ManualResetEventSlim _stop = new();
    private readonly long _wallClockOffset;
    private volatile bool _active;
    private bool _diskFailed;
    private long _unwritten;

    private PcapngRecorder(string path, int headerBytes)
    {
        _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, 1 << 20);
        _writer = new PcapngWriter(_file);
        _wallClockOffset = ((DateTime.UtcNow - DateTime.UnixEpoch).Ticks * 100) - MonotonicClock.Instance.Now;
        var linkType = headerBytes == 0 ? PcapngWriter.RawIp : PcapngWriter.Ethernet;
        _writer.WriteHeader(
            "ProtoBench",
            "Recorded by an emulated link at each packet's arrival: dropped packets are here too, with the reason as a comment.");
        _writer.WriteInterface("up (client to server)", linkType);
        _writer.WriteInterface("down (server to client)", linkType);
        _thread = new Thread(Write) { Name = "link capture", IsBackground = true };
        _thread.Start();
    }

    /// <summary>
    /// Packets left out because the file was slower than the link or its disk full. Those still in a buffer of up to 1 MiB then are missing
    /// uncounted.
    /// </summary>
    public long Dropped => _rings[0].Dropped + _rings[1].Dropped + Volatile.Read(ref _unwritten);

    /// <summary>Opens the file; nothing is recorded before <see cref="Begin"/>.</summary>
    /// <exception cref="LinkUnavailableException">The file cannot be written.</exception>
    public static PcapngRecorder Create(string path, int headerBytes)
    {
        try
        {
            return new PcapngRecorder(path, headerBytes);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LinkUnavailableException($"the recording cannot be written: {error.Message}", "choose another file for --pcap");
        }
    }

    public void Begin() => _active = true;

    public void Observe(LinkDirection direction, long now, ReadOnlySpan<byte> frame, in LinkDecision decision)
    {
        if (_active)
        {
            _rings[(int)direction].Add(now, frame, decision);
        }
    }

    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        Close();
        _stop.Dispose();
    }

    /// <summary>The comments of a decision; none for a packet that was simply delivered.</summary>
    internal static IReadOnlyList<string> Describe(in LinkDecision decision)
    {
        if (decision is { IsDelivered: true, CopyRelease: LinkDecision.NoCopy, CorruptBit: null })
        {
            return None;
        }

        return decision.Fate switch
        {
            PacketFate.Lost => ["dropped: random loss"],
            PacketFate.LostInBurst => ["dropped: burst loss"],
            PacketFate.Listed => ["dropped: on the drop list"],
            PacketFate.Blackout => ["dropped: blackout"],
            PacketFate.QueueFull => ["dropped: queue full"],
            PacketFate.Overload => ["dropped: emulator overload"],
            _ => DescribeDelivery(decision),
        };
    }

    private static List<string> DescribeDelivery(in LinkDecision decision)
    {
        List<string> comments = [];
        if (decision.CopyRelease != LinkDecision.NoCopy)
        {
            comments.Add("duplicated: delivered twice");
        }

        if (decision.CorruptBit is not null)
        {
            comments.Add("corrupted: delivered with one bit inverted (shown as sent)");
        }

        return comments;
    }

    private void Write()
    {
        // The engine's threads must not pay for waking this one, so it looks every 5 ms; the rings hold 80 ms.
        while (!_stop.Wait(5))
        {
            WriteWaiting();
        }

        WriteWaiting();
        for (var direction = 0; direction < _rings.Length; direction++)
        {
            var (number, ring) = (direction, _rings[direction]);
            OnDisk(() => _writer.WriteStatistics(
                number, MonotonicClock.Instance.Now + _wallClockOffset, ring.Recorded + ring.Dropped, ring.Dropped));
        }
    }

    private void WriteWaiting()
    {
        while (true)
        {
            // Merged by time as far as both directions are known.
            var direction = _rings[0].NextTime <= _rings[1].NextTime ? 0 : 1;
            var time = _rings[direction].NextTime;
            if (time == long.MaxValue)
            {
                return;
            }

            WritePacket(direction, time + _wallClockOffset);
            _rings[direction].Remove();
        }
    }

    private void WritePacket(int direction, long nanoseconds)
    {
        var frame = _rings[direction].Peek(out var decision);
        try
        {
            if (!_diskFailed)
            {
                _writer.WritePacket(direction, nanoseconds, frame, Describe(decision));
                return;
            }
        }
        catch (IOException)
        {
            // A full disk ends the recording, not the link and the trial on it. The file stays readable up to its last whole block.
            _diskFailed = true;
        }

        Interlocked.Increment(ref _unwritten);
    }

    private void Close()
    {
        try
        {
            _file.Dispose();
        }
        catch (IOException)
        {
            // What is in the buffer does not fit any more.
        }
    }

    private void OnDisk(Action write)
    {
        try
        {
            if (!_diskFailed)
            {
                write();
            }
        }
        catch (IOException)
        {
            _diskFailed = true;
        }
    }
}
