using System.Buffers.Binary;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Requests on plain QUIC streams, each on its own: see <see cref="StreamCommand"/>.</summary>
internal sealed class PlainDialect(QuicStreamPeer peer) : StreamDialect(peer)
{
    /// <summary>An ordinary end; 1 is a fault.</summary>
    public const ulong NoError = 0;

    /// <summary>A stream given up by its user.</summary>
    public const ulong Cancelled = 2;

    /// <summary>The server found wrong content or a command it does not know.</summary>
    public const ulong Refused = 3;

    public override ulong CancelCode => Cancelled;

    public override ulong NoErrorCode => NoError;

    public override bool HasStatus => false;

    public override void OpenExchange(IQuicStreamHandler handler, int requestBytes, int responseBytes) => peer.Open(handler);

    public override void OpenDownload(IQuicStreamHandler handler, Transfer transfer) => peer.Open(handler);

    public override void OpenUpload(IQuicStreamHandler handler) => peer.Open(handler);

    public override void OpenMessages(IQuicStreamHandler handler, string application) => peer.Open(handler);

    public override void BeginExchange(QuicChannel stream, int requestBytes, int responseBytes) =>
        Begin(stream, new StreamCommand(StreamCommandKind.Exchange, 0, responseBytes));

    public override void BeginDownload(QuicChannel stream, Transfer transfer) =>
        Begin(stream, new StreamCommand(StreamCommandKind.Download, transfer.MessageBytes, transfer.TotalBytes));

    public override void BeginUpload(QuicChannel stream) => Begin(stream, new StreamCommand(StreamCommandKind.Upload, 0, 0));

    public override void BeginMessages(QuicChannel stream, string application) =>
        Begin(stream, StreamCommandKind.Messages, application);

    public override void BeginDatagrams(QuicChannel stream, string application) =>
        Begin(stream, StreamCommandKind.Datagrams, application);

    public override bool TryParseCount(ReadOnlySpan<byte> answer, out long count) =>
        BinaryPrimitives.TryReadInt64LittleEndian(answer, out count);

    private static void Begin(QuicChannel stream, StreamCommandKind kind, string application)
    {
        Begin(stream, new StreamCommand(kind, application.Length, 0));
        stream.Write(Encoding.ASCII.GetBytes(application));
    }

    private static void Begin(QuicChannel stream, StreamCommand command)
    {
        Span<byte> bytes = stackalloc byte[StreamCommand.Length];
        command.Write(bytes);
        stream.Write(bytes);
    }
}
