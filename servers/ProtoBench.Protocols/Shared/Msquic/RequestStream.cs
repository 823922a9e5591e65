using System.Buffers;
using System.Net.Quic;
using System.Runtime.Versioning;
using ProtoBench.Protocols.Shared.QuicStreams;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>
/// A client's stream whose request is being written while its response is read: a write completes only when it is acknowledged, which no
/// response need wait for.
/// </summary>
[SupportedOSPlatform("linux")]
internal sealed class RequestStream
{
    private readonly QuicStream _stream;
    private readonly byte[] _request;
    private Task _writing;
    private bool _ended;

    private RequestStream(QuicStream stream, byte[] request, int length, bool endsThere, CancellationToken cancellationToken)
    {
        _stream = stream;
        _request = request;
        _writing = stream.WriteAsync(request.AsMemory(0, length), completeWrites: endsThere, cancellationToken).AsTask();
    }

    /// <summary>
    /// Opens a stream, waiting for the peer's stream limit, and begins to send the command with the first payload behind it.
    /// </summary>
    public static async ValueTask<RequestStream> OpenAsync(
        QuicConnection connection, StreamCommand command, ReadOnlyMemory<byte> payload, bool endsThere, CancellationToken cancellationToken)
    {
        var stream = await connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, cancellationToken);

        // One buffer for both: two writes would be a round trip apart.
        var length = StreamCommand.Length + payload.Length;
        var request = ArrayPool<byte>.Shared.Rent(length);
        command.Write(request);
        payload.CopyTo(request.AsMemory(StreamCommand.Length));
        return new RequestStream(stream, request, length, endsThere, cancellationToken);
    }

    /// <summary>Opens a stream and begins to send the payload alone, which ends there.</summary>
    public static async ValueTask<RequestStream> OpenAsync(
        QuicConnection connection, ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        var stream = await connection.OpenOutboundStreamAsync(QuicStreamType.Bidirectional, cancellationToken);
        var request = ArrayPool<byte>.Shared.Rent(payload.Length);
        payload.CopyTo(request);
        return new RequestStream(stream, request, payload.Length, endsThere: true, cancellationToken);
    }

    public ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken) =>
        _stream.ReadAsync(buffer, cancellationToken);

    /// <summary>Sends further payload after what was begun before.</summary>
    public async ValueTask WriteAsync(ReadOnlyMemory<byte> payload, CancellationToken cancellationToken)
    {
        await _writing;
        _writing = _stream.WriteAsync(payload, cancellationToken).AsTask();
    }

    /// <summary>Ends the request; nothing more is written.</summary>
    public async ValueTask EndWritesAsync()
    {
        await _writing;
        _stream.CompleteWrites();
    }

    /// <summary>The response was read to its end.</summary>
    public void End()
    {
        _ended = true;
        _ = ReleaseAsync();
    }

    /// <summary>Aborts both directions of a stream that has not come to its end.</summary>
    public void GiveUpUnlessEnded()
    {
        if (!_ended)
        {
            _ended = true;
            _stream.Abort(QuicAbortDirection.Both, (long)PlainDialect.Cancelled);
            _ = ReleaseAsync();
        }
    }

    // Nobody waits for the last acknowledgement: an exchange is over with the last byte of its response.
    private async Task ReleaseAsync()
    {
        await _writing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        ArrayPool<byte>.Shared.Return(_request);
        await _stream.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
