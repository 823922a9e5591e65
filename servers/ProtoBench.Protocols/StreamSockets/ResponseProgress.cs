using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>How far one response has arrived; checks its length and, when asked, its content.</summary>
internal struct ResponseProgress(int expectedBytes, bool verifyContent)
{
    private int _headerBytes;
    private int _payloadBytes;

    public readonly bool IsComplete => _headerBytes == RequestFrame.ResponseHeaderBytes && _payloadBytes == expectedBytes;

    /// <summary>Where the next bytes belong: after what there is of the header; payload that was looked at is overwritten.</summary>
    public readonly int BufferOffset => _headerBytes < RequestFrame.ResponseHeaderBytes ? _headerBytes : 0;

    /// <summary>Takes note of <paramref name="received"/> bytes at <see cref="BufferOffset"/>.</summary>
    /// <exception cref="EndOfStreamException">The stream ended within the response.</exception>
    /// <exception cref="BadResponseException">The response has another length or content than was asked for.</exception>
    public void Take(ReadOnlySpan<byte> buffer, int received)
    {
        if (received == 0)
        {
            throw new EndOfStreamException("the server closed the connection before its response was complete");
        }

        var payload = buffer.Slice(BufferOffset, received);
        if (_headerBytes < RequestFrame.ResponseHeaderBytes)
        {
            payload = TakeHeader(buffer, received);
        }

        if (payload.Length > expectedBytes - _payloadBytes)
        {
            throw new BadResponseException($"{payload.Length - (expectedBytes - _payloadBytes)} bytes came after the end of the response");
        }

        Payload.VerifyIf(verifyContent, payload, _payloadBytes);

        _payloadBytes += payload.Length;
    }

    private ReadOnlySpan<byte> TakeHeader(ReadOnlySpan<byte> buffer, int received)
    {
        var available = _headerBytes + received;
        _headerBytes = Math.Min(available, RequestFrame.ResponseHeaderBytes);
        if (_headerBytes < RequestFrame.ResponseHeaderBytes)
        {
            return [];
        }

        var announced = BinaryPrimitives.ReadInt32LittleEndian(buffer);
        return announced == expectedBytes
            ? buffer[RequestFrame.ResponseHeaderBytes..available]
            : throw new BadResponseException($"the response announces {announced} bytes, {expectedBytes} were asked for");
    }
}
