using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>The server's side of a request that is answered with <see cref="AnswerForm.EventStream"/>.</summary>
internal sealed class TextEventStream(byte[] first, PipeWriter writer, IHttpRequestLifetimeFeature lifetime) : IMessageStream
{
    private bool _taken;
    private bool _ended;

    public async ValueTask SendAsync(ReadOnlyMemory<byte> message, CancellationToken cancellationToken)
    {
        var before = "data: "u8;
        var length = before.Length + Base64.GetMaxEncodedToUtf8Length(message.Length) + 2;
        var room = writer.GetSpan(length);
        before.CopyTo(room);
        Base64.EncodeToUtf8(message.Span, room[before.Length..], out _, out var written);
        "\n\n"u8.CopyTo(room[(before.Length + written)..]);
        writer.Advance(before.Length + written + 2);
        await FlushAsync(cancellationToken);
    }

    public ValueTask EndAsync(CancellationToken cancellationToken)
    {
        _ended = true;
        return ValueTask.CompletedTask;
    }

    public async ValueTask FailAsync(string why)
    {
        _ended = true;
        await writer.WriteAsync(Encoding.UTF8.GetBytes($"event: error\ndata: {why.ReplaceLineEndings(" ")}\n\n"));
    }

    /// <summary>The request's message; then nothing comes until the client is gone, which is the end of every such stream.</summary>
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        if (!_taken)
        {
            _taken = true;
            return first;
        }

        if (!_ended)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
        }

        return null;
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async ValueTask FlushAsync(CancellationToken cancellationToken)
    {
        // After an abort Kestrel swallows writes and reports success.
        if (lifetime.RequestAborted.IsCancellationRequested)
        {
            throw new IOException("the client has given the request up");
        }

        await writer.FlushAsync(cancellationToken);
    }
}
