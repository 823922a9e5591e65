using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Streams;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>Writes what the streams of a connection have, as far as windows, congestion and pacing allow, in trains of packets.</summary>
internal sealed unsafe class PacketWriter(QuicConnection connection, QuicEndpoint endpoint, RemotePath remote, TrafficFacts traffic)
{
    private const uint WriteMore = 1;
    private const uint WriteEnd = 2;

    // The initial window may leave in one burst (RFC 9002, sections 7.2 and 7.7). Paced from the first packet on, a request that follows
    // the client's Finished would wait for a tenth of a round trip, which TCP does not.
    private const long InitialBurst = 14_720;

    // A packet with one: 1 byte, a connection id of up to 20, a packet number of up to 4 and a tag of 16 (RFC 9000, section 17.3; RFC 9001,
    // section 5.3); the frame's type and a length of 2 (RFC 9221, section 4).
    private const int DatagramOverhead = 1 + 20 + 4 + 16 + 1 + 2;

    /// <returns>0, or the error with which the connection has to end. It may also have ended by itself, when the socket failed.</returns>
    public int Write(ulong now)
    {
        var train = endpoint.Loop.Train;
        var largest = (int)ngtcp2_conn_get_max_tx_udp_payload_size(connection.Handle);
        // ngtcp2 would allow 64 KiB, 45 packets of 1,444 bytes and one more: that one would be a system call and a datagram of its own,
        // every time.
        var quantum = Math.Min((long)ngtcp2_conn_get_send_quantum(connection.Handle), DatagramTrain.LongestOf(largest));
        var open = true;
        while (open && quantum > 0)
        {
            var written = WritePacket(train.Tail, largest, now);
            if (written < 0)
            {
                train.Clear();
                return (int)written;
            }

            if (written == 0)
            {
                break;
            }

            quantum -= written;
            if (!endpoint.Drops())
            {
                traffic.CountSent(written);
                open = AddToTrain(train, (int)written);
            }
        }

        open = SendTrain() && open;
        if (connection.Handle == 0)
        {
            return 0;
        }

        if (traffic.BytesSent > InitialBurst)
        {
            ngtcp2_conn_update_pkt_tx_time(connection.Handle, now);
        }

        if (open && quantum <= 0)
        {
            // The quantum is used up: let others write and acknowledgements in, then go on.
            connection.MarkDirty();
        }

        return 0;
    }

    private bool SendTrain() => endpoint.SendTrain(connection, remote.Address, remote.AddressLength);

    /// <summary>False when the socket is full.</summary>
    private bool AddToTrain(DatagramTrain train, int size)
    {
        var open = true;
        if (train.MustFlushBefore(size))
        {
            var packet = new ReadOnlySpan<byte>(train.Tail, size);
            open = SendTrain();
            packet.CopyTo(new Span<byte>(train.Bytes, size));
        }

        // A full socket loses this one packet; the next ones wait.
        return open && connection.Handle != 0 && (!train.Append(size) || SendTrain()) && connection.Handle != 0;
    }

    /// <summary>A packet with the oldest waiting DATAGRAM frame; 0 when there is none, or congestion control does not allow it.</summary>
    private nint WriteDatagram(byte* destination, int largest, ulong now)
    {
        if (connection.Peer.Datagrams is not { } waiting || !waiting.TryPeek(largest - DatagramOverhead, out var datagram))
        {
            return 0;
        }

        fixed (byte* bytes = datagram)
        {
            // ngtcp2 takes no vector without bytes (assertion in ngtcp2_pkt_encode_datagram_frame); an empty frame has no vector.
            var vector = new NgVec { Base = bytes, Length = (nuint)datagram.Length };
            var vectors = datagram.IsEmpty ? (nuint)0 : 1;
            var accepted = 0;
            var written = ngtcp2_conn_writev_datagram_versioned(
                connection.Handle, null, 1, null, destination, (nuint)largest, &accepted, 0, 0, &vector, vectors, now);
            if (accepted != 0)
            {
                waiting.Take();
            }

            return written;
        }
    }

    private nint WritePacket(byte* destination, int largest, ulong now)
    {
        if (WriteDatagram(destination, largest, now) is not 0 and var first)
        {
            return first;
        }

        var errors = QuicLibraries.Errors;
        var native = connection.Handle;
        var peer = connection.Peer;
        StreamWrite write = default;
        while (true)
        {
            var hasStream = ngtcp2_conn_get_max_data_left(native) > 0 && peer.NextWrite(ref write);
            var flags = WriteMore | (hasStream && write.End ? WriteEnd : 0);
            nint accepted = -1;
            nint written;
            fixed (NgVec* vectors = (Span<NgVec>)write.Vectors)
            {
                written = ngtcp2_conn_writev_stream_versioned(
                    native, null, 1, null, destination, (nuint)largest, &accepted, flags, hasStream ? write.StreamId : -1,
                    hasStream ? vectors : null, hasStream ? (nuint)write.VectorCount : 0, now);
            }

            if (written >= 0)
            {
                if (hasStream && accepted >= 0)
                {
                    peer.Wrote(write, accepted, packetComplete: true);
                }

                return written;
            }

            if (written == errors.WriteMore)
            {
                peer.Wrote(write, accepted, packetComplete: false);
            }
            else if (written == errors.StreamDataBlocked)
            {
                peer.WriteBlocked(write);
            }
            else if (written == errors.StreamShutWrite || written == errors.StreamNotFound)
            {
                peer.WriteRefused(write);
            }
            else
            {
                return written;
            }
        }
    }
}
