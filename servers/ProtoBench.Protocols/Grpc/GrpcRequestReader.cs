using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Google.Protobuf;

namespace ProtoBench.Protocols.Grpc;

/// <summary>The messages of one request, on the server.</summary>
/// <param name="Body">The request's DATA.</param>
/// <param name="Encoding">The request's grpc-encoding header.</param>
/// <param name="Deadline">Ends reading when the call's time is over.</param>
internal readonly record struct GrpcRequestReader(PipeReader Body, string? Encoding, CancellationToken Deadline)
{
    /// <summary>The only message of a call whose client does not stream.</summary>
    public async ValueTask<T> ReadOnlyOneAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        var message = await ReadAsync(parser) ?? throw new GrpcStatusException(GrpcStatus.Internal, "the request has no message");
        return await ReadAsync(parser) is null
            ? message
            : throw new GrpcStatusException(GrpcStatus.Internal, "the request has more than one message");
    }

    /// <summary>The next message, or null at the end of the request.</summary>
    /// <exception cref="GrpcStatusException">The frame or the message in it is malformed, too large, or compressed.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<T?> ReadAsync<T>(MessageParser<T> parser)
        where T : class, IMessage<T>
    {
        while (true)
        {
            var read = await Body.ReadAsync(Deadline);
            var buffer = read.Buffer;
            if (TryTake(ref buffer, out var frame))
            {
                var message = Parse(parser, frame);
                Body.AdvanceTo(frame.End);
                return message;
            }

            Body.AdvanceTo(buffer.Start, buffer.End);
            if (read.IsCompleted)
            {
                return buffer.IsEmpty ? null : throw new GrpcStatusException(GrpcStatus.Internal, "the request ends inside a message");
            }
        }
    }

    private bool TryTake(ref ReadOnlySequence<byte> buffer, out ReadOnlySequence<byte> message)
    {
        message = default;
        if (buffer.Length < GrpcFrame.PrefixBytes)
        {
            return false;
        }

        Span<byte> prefix = stackalloc byte[GrpcFrame.PrefixBytes];
        buffer.Slice(0, GrpcFrame.PrefixBytes).CopyTo(prefix);
        var (flag, length) = GrpcFrame.ReadPrefix(prefix);
        RequireUncompressed(flag);
        if (length is < 0 or > GrpcFrame.LargestMessageBytes)
        {
            throw new GrpcStatusException(GrpcStatus.ResourceExhausted, $"messages may have {GrpcFrame.LargestMessageBytes} bytes");
        }

        if (buffer.Length < GrpcFrame.PrefixBytes + length)
        {
            return false;
        }

        message = buffer.Slice(GrpcFrame.PrefixBytes, length);
        return true;
    }

    /// <summary>What the specification's "Compression" (doc/compression.md) asks of a server that has no compression.</summary>
    private void RequireUncompressed(byte flag)
    {
        if (flag == 1 && Encoding is not (null or "identity"))
        {
            throw new GrpcStatusException(GrpcStatus.Unimplemented, $"grpc-encoding {Encoding} is not supported");
        }

        if (flag != 0)
        {
            throw new GrpcStatusException(GrpcStatus.Internal, $"compressed flag {flag} without a grpc-encoding");
        }
    }

    private static T Parse<T>(MessageParser<T> parser, ReadOnlySequence<byte> frame)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(frame);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new GrpcStatusException(GrpcStatus.Internal, $"the request's message is malformed: {error.Message}");
        }
    }
}
