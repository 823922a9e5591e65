using System.Buffers.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.Codecs;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Quic.Http3;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Http3;

/// <summary>
/// Requests to <see cref="ProtoBench.Protocols.Http.HttpRoutes"/> over HTTP/3, the same ones the other HTTP versions send.
/// </summary>
internal sealed class Http3Dialect(Http3Peer peer, string authority) : StreamDialect(peer)
{
    // RFC 9114, section 8.1.
    private const ulong NoError = 0x100;
    private const ulong RequestCancelled = 0x10c;

    // One head per pair of sizes, of which a workload has one or few. Kept for the connection's life: nghttp3 reads them in place.
    private readonly Dictionary<(int Request, int Response), Http3RequestHead> _exchanges = [];
    private readonly List<Http3RequestHead> _transfers = [];
    private readonly Dictionary<string, Http3RequestHead> _applications = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Target, string Accept), Http3RequestHead> _events = [];
    private readonly Dictionary<UserRequest, Http3RequestHead> _requests = [];
    private readonly Dictionary<(MessageCodec Codec, long? Length), Http3RequestHead> _orders = [];

    public override ulong CancelCode => RequestCancelled;

    public override ulong NoErrorCode => NoError;

    public override bool HasStatus => true;

    public override void OpenExchange(IQuicStreamHandler handler, int requestBytes, int responseBytes)
    {
        if (!_exchanges.TryGetValue((requestBytes, responseBytes), out var head))
        {
            // Nothing to send is a GET, as with the other HTTP versions.
            var method = requestBytes == 0 ? "GET" : "POST";
            long? contentLength = requestBytes == 0 ? null : requestBytes;
            head = new Http3RequestHead(method, authority, $"/x?r={responseBytes}", requestBytes > 0, contentLength);
            _exchanges.Add((requestBytes, responseBytes), head);
        }

        peer.Open(handler, head);
    }

    /// <summary>As <see cref="OpenExchange"/>, for a request of the user's own.</summary>
    public void OpenRequest(IQuicStreamHandler handler, UserRequest request)
    {
        if (!_requests.TryGetValue(request, out var head))
        {
            long? contentLength = request.Messages is [var body, ..] ? body.Length : null;
            head = new Http3RequestHead(
                request.Method, authority, request.Target, contentLength > 0, contentLength, request.Headers);
            _requests.Add(request, head);
        }

        peer.Open(handler, head);
    }

    public override void OpenDownload(IQuicStreamHandler handler, Transfer transfer)
    {
        var total = transfer.TotalBytes == long.MaxValue ? "" : $"&t={transfer.TotalBytes}";
        peer.Open(handler, Keep(new Http3RequestHead("GET", authority, $"/d?m={transfer.MessageBytes}{total}", hasBody: false, null)));
    }

    public override void OpenUpload(IQuicStreamHandler handler) =>
        peer.Open(handler, Keep(new Http3RequestHead("POST", authority, "/u", hasBody: true, null)));

    public override void OpenMessages(IQuicStreamHandler handler, string application)
    {
        if (!_applications.TryGetValue(application, out var head))
        {
            head = new Http3RequestHead("POST", authority, HttpRoutes.MessagesPath + application, hasBody: true, null);
            _applications.Add(application, head);
        }

        peer.Open(handler, head);
    }

    /// <summary>Opens a request with a typed message as its body.</summary>
    public void OpenOrder(IQuicStreamHandler handler, MessageCodec codec, int bytes, bool compressed)
    {
        // Compressed messages have many lengths, so their heads do not tell them (RFC 9110, 8.6).
        long? contentLength = compressed ? null : bytes;
        if (!_orders.TryGetValue((codec, contentLength), out var head))
        {
            KeyValuePair<string, string>[] encoding =
                compressed ? [new("content-encoding", OrderLane.Gzip), new("accept-encoding", OrderLane.Gzip)] : [];
            head = new Http3RequestHead(
                "POST", authority, OrderLane.Path, hasBody: true, contentLength, [new("content-type", codec.MediaType), .. encoding]);
            _orders.Add((codec, contentLength), head);
        }

        peer.Open(handler, head);
    }

    /// <summary>Opens a request without a body.</summary>
    public void OpenEvents(IQuicStreamHandler handler, string target, string accept)
    {
        if (!_events.TryGetValue((target, accept), out var head))
        {
            head = new Http3RequestHead("GET", authority, target, hasBody: false, null, [new("accept", accept)]);
            _events.Add((target, accept), head);
        }

        peer.Open(handler, head);
    }

    public override void BeginExchange(QuicChannel stream, int requestBytes, int responseBytes)
    {
        // The head was sent when the stream was opened.
    }

    public override void BeginDownload(QuicChannel stream, Transfer transfer)
    {
    }

    public override void BeginUpload(QuicChannel stream)
    {
    }

    public override void BeginMessages(QuicChannel stream, string application)
    {
    }

    public override bool TryParseCount(ReadOnlySpan<byte> answer, out long count) =>
        Utf8Parser.TryParse(answer, out count, out var consumed) && consumed == answer.Length;

    private Http3RequestHead Keep(Http3RequestHead head)
    {
        _transfers.Add(head);
        return head;
    }
}
