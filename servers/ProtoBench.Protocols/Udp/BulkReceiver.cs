using ProtoBench.Contract;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Counts the content of one transfer, on either side. Used by one thread. Knows no clock: the time of each event is given, in
/// milliseconds.
/// </summary>
internal sealed class BulkReceiver(TransferMeter meter, bool verifyContent)
{
    /// <summary>
    /// After the sender's end, this long without content means the rest is lost. Far above the reordering of any link profile.
    /// </summary>
    public const long QuietMilliseconds = 100;

    private readonly SequenceWindow _window = new();
    private long _lastChange;
    private bool _ended;

    /// <summary>Content so far, each datagram once.</summary>
    public BulkCounts Received { get; private set; }

    /// <summary>What the sender said it sent; null until it did.</summary>
    public BulkCounts? Sent { get; private set; }

    /// <summary>Content that came more than once.</summary>
    public long Duplicates { get; private set; }

    /// <summary>The sender has ended and nothing more will be counted.</summary>
    public bool IsFinal { get; private set; }

    /// <summary>
    /// Takes what was received in one piece: the content of <paramref name="header"/>, and of those behind it that the kernel has put
    /// together with it (UDP_GRO), each with its header.
    /// </summary>
    /// <param name="header">Of content.</param>
    /// <param name="payload">Behind it.</param>
    /// <param name="now">In milliseconds.</param>
    /// <returns>True: a datagram of another kind was the last, and is now in <paramref name="header"/> and
    /// <paramref name="payload"/>.</returns>
    /// <exception cref="BadResponseException">The payload is not what it should be.</exception>
    public bool TakeTrain(ref DatagramHeader header, ref ReadOnlySpan<byte> payload, long now)
    {
        while (true)
        {
            var length = header.Argument > 0 ? Math.Min(header.Argument, payload.Length) : payload.Length;
            TakeContent(header.Id, payload[..length], now);
            var rest = payload[length..];
            if (!DatagramHeader.TryRead(rest, out header))
            {
                return false;
            }

            payload = rest[DatagramHeader.Bytes..];
            if (header.Kind != DatagramKind.Content)
            {
                return true;
            }
        }
    }

    /// <exception cref="BadResponseException">The payload is not what it should be.</exception>
    public void TakeContent(long sequence, ReadOnlySpan<byte> payload, long now)
    {
        if (IsFinal)
        {
            return;
        }

        if (!_window.TryAdd(sequence))
        {
            Duplicates++;
            return;
        }

        Payload.VerifyIf(verifyContent, payload);

        Received = new BulkCounts(Received.Bytes + payload.Length, Received.Messages + 1);
        _lastChange = now;
        meter.Add(payload.Length);
    }

    /// <summary>
    /// The sender said (perhaps again) that it has sent <paramref name="sent"/>. Final once all of it is there, or none came for a while.
    /// </summary>
    public void TakeEnd(BulkCounts sent, long now)
    {
        if (!_ended)
        {
            // Content may have been overtaken by the end, so the wait starts now at the earliest.
            (_ended, _lastChange) = (true, now);
        }

        Sent = sent;
        IsFinal |= Received.Messages >= sent.Messages || now - _lastChange >= QuietMilliseconds;
    }
}
