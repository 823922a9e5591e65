using System.IO.Pipelines;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Protocols.Shared.MessageStreams;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// The server's side of a request whose body and whose response flow at the same time. The handler's return ends the response.
/// </summary>
internal sealed class BodyDuplex(PipeReader reader, PipeWriter writer, IHttpRequestLifetimeFeature lifetime) : IByteDuplex
{
    public async ValueTask<int> ReadAsync(Memory<byte> buffer)
    {
        var read = await reader.ReadAsync();
        var taken = read.Buffer.Slice(0, Math.Min(read.Buffer.Length, buffer.Length));
        var length = (int)taken.Length;
        var offset = 0;
        foreach (var segment in taken)
        {
            segment.CopyTo(buffer[offset..]);
            offset += segment.Length;
        }

        reader.AdvanceTo(taken.End);
        return length > 0 || !read.IsCanceled ? length : throw new IOException("the request was aborted");
    }

    public async ValueTask WriteAsync(ReadOnlyMemory<byte> bytes)
    {
        // After an abort Kestrel swallows writes and reports success.
        if (lifetime.RequestAborted.IsCancellationRequested)
        {
            throw new IOException("the client has given the request up");
        }

        await writer.WriteAsync(bytes);
    }

    public ValueTask FinishAsync() => ValueTask.CompletedTask;

    public void Abort() => lifetime.Abort();

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
