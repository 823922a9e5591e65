using System.Diagnostics;
using System.Net;

namespace ProtoBench.Protocols.Http;

/// <summary>The body of a user's request, sent again and again.</summary>
internal sealed class RequestContent(ReadOnlyMemory<byte> body) : HttpContent
{
    private long _sentAt;

    /// <summary>When HttpClient had taken all of it the last time, in <see cref="Stopwatch"/> ticks; 0: it has not.</summary>
    public long SentAt => Volatile.Read(ref _sentAt);

    public void Forget() => Volatile.Write(ref _sentAt, 0);

    protected override Task SerializeToStreamAsync(Stream stream, TransportContext? context) =>
        SerializeToStreamAsync(stream, context, CancellationToken.None);

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context, CancellationToken cancellationToken)
    {
        if (!body.IsEmpty)
        {
            await stream.WriteAsync(body, cancellationToken);
        }

        Volatile.Write(ref _sentAt, Stopwatch.GetTimestamp());
    }

    protected override bool TryComputeLength(out long length)
    {
        length = body.Length;
        return true;
    }
}
