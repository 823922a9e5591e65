namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>
/// Bytes in both directions at once: what a protocol without messages of its own offers a <see cref="FramedMessageStream"/>. One caller
/// reads while another writes. Calls know no token: <see cref="Abort"/> makes those that wait fail.
/// </summary>
internal interface IByteDuplex : IAsyncDisposable
{
    /// <summary>Receives some bytes; 0 means the peer will send no more.</summary>
    ValueTask<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Completes when the transport has taken all bytes.</summary>
    ValueTask WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Nothing more will be written: for transports that tell their peer so.</summary>
    ValueTask FinishAsync();

    /// <summary>Breaks both directions, from any thread and at any time.</summary>
    void Abort();
}
