using System.Buffers;
using ProtoBench.Contract;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Http3;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>One GET with our client, whatever the server: status and body.</summary>
internal sealed class HttpFetch : IQuicStreamHandler, ILoopWork
{
    private readonly Http3Peer _peer;
    private readonly Http3RequestHead _head;
    private readonly ArrayBufferWriter<byte> _body = new();
    private readonly TaskCompletionSource<byte[]> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HttpFetch(Http3Peer peer, Http3RequestHead head)
    {
        _peer = peer;
        _head = head;
    }

    /// <summary>Body bytes received so far.</summary>
    public long Received => _body.WrittenCount;

    public Task<byte[]> Body => _done.Task;

    public static HttpFetch Start(Http3Peer peer, string authority, string path)
    {
        var fetch = new HttpFetch(peer, new Http3RequestHead("GET", authority, path, hasBody: false, null));
        peer.Post(fetch);
        return fetch;
    }

    public void Run() => _peer.Open(this, _head);

    public void OnOpened(QuicChannel stream)
    {
    }

    public void OnStatus(QuicChannel stream, int status)
    {
        if (status != 200)
        {
            _done.TrySetException(new BadResponseException($"status {status}"));
        }
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        _body.Write(bytes);
        return bytes.Length;
    }

    public void OnEnd(QuicChannel stream) => _done.TrySetResult(_body.WrittenSpan.ToArray());

    public void OnSendSpace(QuicChannel stream)
    {
    }

    public void OnPeerReset(QuicChannel stream, ulong errorCode) => _done.TrySetException(new QuicException("reset", errorCode));

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
    }

    public void OnClosed(QuicChannel stream, QuicException? error) => _done.TrySetException(error ?? new QuicException("closed"));
}
