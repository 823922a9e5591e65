namespace ProtoBench.Contract;

/// <summary>One established connection, used by one caller at a time unless <see cref="ProtocolTraits.Multiplexed"/>.</summary>
/// <remarks>
/// Things only some protocols can do (blocking calls, server push, bidirectional streams, connect-only) are small interfaces of their own
/// that a connection also implements and callers find with <c>is</c>: see <see cref="IBlockingConnection"/>,
/// <see cref="IDatagramConnection"/>, <see cref="IBidirectionalConnection"/>, <see cref="IMessageStreamConnection"/> and
/// <see cref="ProtoBench.Contract.Requests.IRequestConnection"/>.
/// </remarks>
public interface IProtocolConnection : IAsyncDisposable
{
    /// <summary>What was really negotiated. Complete as soon as the connection exists.</summary>
    ConnectionFacts Facts { get; }

    /// <summary>
    /// Sends one request and completes when the last byte of its response has arrived and its length has been checked.
    /// The response is read into buffers of the connection and dropped.
    /// </summary>
    /// <param name="request">Payload, 0 to <see cref="ProtocolTraits.MaximumMessageBytes"/> bytes. Not touched after completion.</param>
    /// <param name="responseBytes">Payload bytes the server must answer with.</param>
    /// <param name="cancellationToken">Gives the exchange up. On a protocol that is not multiplexed the connection is unusable
    /// afterwards.</param>
    ValueTask ExchangeAsync(ReadOnlyMemory<byte> request, int responseBytes, CancellationToken cancellationToken);

    /// <summary>
    /// Receives one bulk stream from the server until <see cref="Transfer.TotalBytes"/> have arrived or <paramref name="stop"/> is
    /// signalled, then returns. A transfer takes the connection for itself: dispose it afterwards.
    /// </summary>
    ValueTask<TransferTotals> DownloadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken);

    /// <summary>
    /// Sends one bulk stream to the server until <see cref="Transfer.TotalBytes"/> have been sent or <paramref name="stop"/> is signalled,
    /// ends it properly, and returns when the server has said how much it received. A transfer takes the connection for itself.
    /// </summary>
    ValueTask<TransferTotals> UploadAsync(Transfer transfer, CancellationToken stop, CancellationToken cancellationToken);
}
