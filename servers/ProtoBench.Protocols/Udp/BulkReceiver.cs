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
