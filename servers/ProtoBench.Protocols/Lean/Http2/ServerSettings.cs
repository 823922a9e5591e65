using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>What the server sets for this side (RFC 9113, 6.5.2).</summary>
internal sealed class ServerSettings(SendQueue sending, ServerNotices notices)
{
    /// <summary>A parameter with its value.</summary>
    public const int EntryBytes = 6;

    /// <summary>Takes over the payload of a SETTINGS frame, and returns how many streams it lets be open; null: it does not say.</summary>
    /// <exception cref="Http2Exception">A value is not allowed.</exception>
    public uint? Read(ReadOnlySpan<byte> payload)
    {
        uint? most = null;
        uint? table = null;
        for (; !payload.IsEmpty; payload = payload[EntryBytes..])
        {
            var value = BinaryPrimitives.ReadUInt32BigEndian(payload[sizeof(ushort)..]);
            switch ((Setting)BinaryPrimitives.ReadUInt16BigEndian(payload))
            {
                case Setting.HeaderTableSize:
                    table = Math.Min(value, table ?? value);
                    break;
                case Setting.MaxConcurrentStreams:
                    most = value;
                    notices.LimitStreams(value);
                    break;
                case Setting.InitialWindowSize when value > int.MaxValue:
                    throw new Http2Exception(ErrorCode.FlowControl, $"the server set an initial window of {value} bytes");
                case Setting.InitialWindowSize:
                    sending.Widen((int)value - sending.StreamWindow);
                    sending.StreamWindow = (int)value;
                    break;
                case Setting.MaxFrameSize when value is < FrameReader.MostPayloadBytes or > 0xFFFFFF:
                    throw new Http2Exception(ErrorCode.Protocol, $"the server set a largest frame of {value} bytes");
                case Setting.MaxFrameSize:
                    sending.MostPayloadBytes = (int)value;
                    break;
                default:
                    // Nothing of this side's depends on it.
                    break;
            }
        }

        sending.Headers.Table.Agree(table);
        return most;
    }
}
