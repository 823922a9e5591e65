using System.Buffers;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>The server's side of a request that carried one message, and whose answer leaves when it is complete.</summary>
/// <param name="request">What the client's side looks like.</param>
/// <param name="features">Of the request.</param>
/// <param name="mustFlush">As of <see cref="HttpRoutes"/>.</param>
internal sealed class AnswerDuplex(ReadOnlyMemory<byte> request, IFeatureCollection features, bool mustFlush) : IByteDuplex
{
    private readonly ArrayBufferWriter<byte> _answer = new();
    private ReadOnlyMemory<byte> _left = request;

    public ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var length = Math.Min(buffer.Length, _left.Length);
        _left[..length].CopyTo(buffer);
        _left = _left[length..];
        return ValueTask.FromResult(length);
    }

    public ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        _answer.Write(bytes.Span);
        return ValueTask.CompletedTask;
    }

    public async ValueTask FinishAsync()
    {
        features.GetRequiredFeature<IHttpResponseFeature>().Headers.ContentLength = _answer.WrittenCount;
        var writer = features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer;

        // Unflushed, its end leaves with it. An HTTP/2 client that has all messages before the end would reset the stream.
        writer.Write(_answer.WrittenSpan);
        if (mustFlush)
        {
            await writer.FlushAsync();
        }
    }

    public void Abort() => features.GetRequiredFeature<IHttpRequestLifetimeFeature>().Abort();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
