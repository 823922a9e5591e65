using System.Buffers;
using System.Buffers.Binary;
using System.Net.Quic;
using System.Runtime.Versioning;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.Payloads;
using ProtoBench.Protocols.Shared.QuicStreams;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>Answers one stream: reads the command and the request's payload, then sends payload or the count.</summary>
[SupportedOSPlatform("linux")]
internal static class MsquicResponder
{
    private const int ReadBytes = 64 * 1024;

    public static async Task AnswerAsync(
        QuicStream stream, TransferMeter uploads, EndpointSettings settings, ServerWork work, CancellationToken ending)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(ReadBytes);
        await using (stream)
        {
            try
            {
                await AnswerAsync(stream, buffer, uploads, settings, work, ending);
            }
            catch (Exception error) when (error is BadResponseException or EndOfStreamException)
            {
                stream.Abort(QuicAbortDirection.Both, (long)PlainDialect.Refused);
            }
            catch (Exception error) when (error is QuicException or OperationCanceledException or ObjectDisposedException)
            {
                // Given up by the client, or the connection is gone.
                stream.Abort(QuicAbortDirection.Both, (long)PlainDialect.Cancelled);
            }
        }

        // Disposed first: msquic may have been writing to it until then.
        ArrayPool<byte>.Shared.Return(buffer);
    }

    private static async Task AnswerAsync(
        QuicStream stream, byte[] buffer, TransferMeter uploads, EndpointSettings settings, ServerWork work, CancellationToken ending)
    {
        var filled = await stream.ReadAtLeastAsync(buffer, StreamCommand.Length, cancellationToken: ending);
        var command = StreamCommand.Read(buffer);
        if (command is { Kind: StreamCommandKind.Messages, MessageBytes: > 0 and <= ApplicationHost.LongestName and var nameBytes })
        {
            await RunApplicationAsync(stream, buffer, filled, nameBytes, settings, ending);
            return;
        }

        if (command is not ({ Kind: StreamCommandKind.Exchange or StreamCommandKind.Upload }
            or { Kind: StreamCommandKind.Download, MessageBytes: > 0 }))
        {
            stream.Abort(QuicAbortDirection.Both, (long)PlainDialect.Refused);
            return;
        }

        var meter = command.Kind == StreamCommandKind.Upload ? uploads : null;
        var id = work.ReadsIds ? new byte[RequestId.Bytes] : [];
        long received = 0;
        Take(buffer.AsSpan(StreamCommand.Length..filled));
        while (await stream.ReadAsync(buffer, ending) is var read and > 0)
        {
            Take(buffer.AsSpan(0, read));
        }

        if (command.Kind == StreamCommandKind.Upload)
        {
            BinaryPrimitives.WriteInt64LittleEndian(buffer, received);
            await stream.WriteAsync(buffer.AsMemory(0, sizeof(long)), completeWrites: true, ending);
        }
        else
        {
            if (command.Kind == StreamCommandKind.Exchange)
            {
                work.TryDo(received >= RequestId.Bytes ? RequestId.Read(id) : default);
            }

            await SendAsync(stream, command);
        }

        void Take(ReadOnlySpan<byte> payload)
        {
            Payload.VerifyIf(settings.VerifyContent, payload, received);

            if (received < id.Length)
            {
                payload[..(int)Math.Min(payload.Length, id.Length - received)].CopyTo(id.AsSpan((int)received));
            }

            received += payload.Length;
            if (payload.Length > 0)
            {
                meter?.Add(payload.Length);
            }
        }
    }

    private static async Task RunApplicationAsync(
        QuicStream stream, byte[] buffer, int filled, int nameBytes, EndpointSettings settings, CancellationToken ending)
    {
        var behind = StreamCommand.Length + nameBytes;
        if (filled < behind)
        {
            filled += await stream.ReadAtLeastAsync(buffer.AsMemory(filled), behind - filled, cancellationToken: ending);
        }

        var name = Encoding.ASCII.GetString(buffer, StreamCommand.Length, nameBytes);
        var messages = new FramedMessageStream(MsquicDuplex.Of(stream));
        messages.Prepend(buffer.AsSpan(behind, filled - behind));
        await ApplicationHost.RunAsync(settings.Applications, name, messages, messages.FailAsync, ending);
    }

    private static async Task SendAsync(QuicStream stream, StreamCommand command)
    {
        var total = command.PayloadBytes;
        var writeBytes = command.Kind == StreamCommandKind.Download ? command.MessageBytes : PayloadSource.LargestPieceBytes;
        if (total == 0)
        {
            stream.CompleteWrites();
            return;
        }

        for (long sent = 0; sent < total;)
        {
            var block = PayloadSource.At(sent, Math.Min(writeBytes - (sent % writeBytes), total - sent));
            sent += block.Length;
            await stream.WriteAsync(block, completeWrites: sent == total);
        }
    }
}
