using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Benchmarks;

/// <summary>Whole messages as they travel over tcp and unix.</summary>
internal static class StreamMessages
{
    /// <summary>A request that asks for as many bytes as it brings.</summary>
    public static byte[] Request(int payloadBytes)
    {
        var message = new byte[RequestFrame.HeaderBytes + payloadBytes];
        new RequestFrame(FrameKind.Exchange, payloadBytes, payloadBytes).Write(message);
        Payload.Fill(message.AsSpan(RequestFrame.HeaderBytes));
        return message;
    }

    public static byte[] Response(int payloadBytes)
    {
        var message = new byte[RequestFrame.ResponseHeaderBytes + payloadBytes];
        BinaryPrimitives.WriteInt32LittleEndian(message, payloadBytes);
        Payload.Fill(message.AsSpan(RequestFrame.ResponseHeaderBytes));
        return message;
    }
}
