using System.Runtime.CompilerServices;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>Reading, writing, timers and the facts.</summary>
internal sealed unsafe partial class QuicConnection
{
    private const uint WriteMore = 1;
    private const uint WriteEnd = 2;
    private const int NoError = 0;
    private const ulong FactsInterval = 100_000_000;

    // The initial window may leave in one burst (RFC 9002, sections 7.2 and 7.7). Paced from the first packet on, a request that follows the client's Finished
    // would wait for a tenth of a round trip, which TCP does not.
    private const long InitialBurst = 14_720;

    // A lost CONNECTION_CLOSE leaves the peer waiting for its idle timeout; three make that rare where no closing period follows.
    private const int CloseCopies = 3;

    private readonly byte[] _farewell = new byte[1500];
    private int _farewellLength;
    private volatile QuicConnectionFacts? _facts;
    private ulong _factsTime;
    private bool _closing;
    private long _datagramsSent;
    private long _bytesSent;
    private long _datagramsReceived;
    private long _bytesReceived;

    public QuicConnectionFacts? Facts => _facts;

    /// <summary>How long the endpoint answers packets of the closed connection with its farewell, in ns (RFC 9000, section 10.2: three PTO).</summary>
    public ulong ClosingPeriod { get; private set; }

    public void OnQlog(ReadOnlySpan<byte> record) => _qlog?.Write(record);

    public void Read(byte* packet, int length, ulong now)
    {
        if (_native == 0)
        {
            return;
        }

        _datagramsReceived++;
        _bytesReceived += length;
        var result = ngtcp2_conn_read_pkt_versioned(_native, _path, 1, null, packet, (nuint)length, now);
        if (result == NoError)
        {
            MarkDirty();
        }
        else
        {
            OnReadError(result);
        }
    }

    public void OnTimer(ulong now)
    {
        if (_native == 0)
        {
            return;
        }

        var result = ngtcp2_conn_handle_expiry(_native, now);
        if (result == NoError)
        {
            MarkDirty();
        }
        else if (result == QuicLibraries.Errors.IdleClose)
        {
            End(new QuicException($"the peer was silent for {_options.IdleTimeout.TotalSeconds:0.###} s (QUIC idle timeout)"));
        }
        else if (result == QuicLibraries.Errors.HandshakeTimeout)
        {
            End(new QuicException($"no QUIC handshake within {_options.HandshakeTimeout.TotalSeconds:0.###} s"));
        }
        else
        {
            FailWith(result);
        }
    }

    /// <summary>Writes what windows, congestion and pacing allow, in trains.</summary>
    public void Write(ulong now)
    {
        _dirty = false;
        if (_native == 0)
        {
            return;
        }

        if (_fault is not null)
        {
            FailWith(Ngtcp2Errors.CallbackFailure);
        }
        else if (_closeCode is { } code)
        {
            CloseNow(code, "the connection was closed here");
        }
        else if (_endpoint.SendBlocked)
        {
            _endpoint.WaitWritable(this);
        }
        else
        {
            WritePackets(now);
        }
    }

    private void WritePackets(ulong now)
    {
        var train = Loop.Train;
        var largest = (int)ngtcp2_conn_get_max_tx_udp_payload_size(_native);
        // ngtcp2 would allow 64 KiB, 45 packets of 1,444 bytes and one more: that one would be a system call and a datagram of its own, every time.
        var quantum = Math.Min((long)ngtcp2_conn_get_send_quantum(_native), DatagramTrain.LongestOf(largest));
        var open = true;
        while (open && quantum > 0)
        {
            var written = WritePacket(train.Tail, largest, now);
            if (written < 0)
            {
                train.Clear();
                FailWith((int)written);
                return;
            }

            if (written == 0)
            {
                break;
            }

            quantum -= written;
            if (!_endpoint.Drops())
            {
                _datagramsSent++;
                _bytesSent += written;
                open = AddToTrain(train, (int)written);
            }
        }

        open = _endpoint.SendTrain(this, _remoteAddress, _remoteLength) && open;
        if (_native == 0)
        {
            return;
        }

        if (_bytesSent > InitialBurst)
        {
            ngtcp2_conn_update_pkt_tx_time(_native, now);
        }

        if (open && quantum <= 0)
        {
            // The quantum is used up: let others write and acknowledgements in, then go on.
            MarkDirty();
        }

        Schedule(now);
    }

    /// <summary>False when the socket is full.</summary>
    private bool AddToTrain(DatagramTrain train, int size)
    {
        var open = true;
        if (train.MustFlushBefore(size))
        {
            var packet = new ReadOnlySpan<byte>(train.Tail, size);
            open = _endpoint.SendTrain(this, _remoteAddress, _remoteLength);
            packet.CopyTo(new Span<byte>(train.Bytes, size));
        }

        // A full socket loses this one packet; the next ones wait.
        return open && _native != 0
            && (!train.Append(size) || _endpoint.SendTrain(this, _remoteAddress, _remoteLength)) && _native != 0;
    }

    private nint WritePacket(byte* destination, int largest, ulong now)
    {
        var errors = QuicLibraries.Errors;
        StreamWrite write = default;
        while (true)
        {
            var hasStream = ngtcp2_conn_get_max_data_left(_native) > 0 && Peer.NextWrite(ref write);
            var flags = WriteMore | (hasStream && write.End ? WriteEnd : 0);
            nint accepted = -1;
            nint written;
            fixed (NgVec* vectors = (Span<NgVec>)write.Vectors)
            {
                written = ngtcp2_conn_writev_stream_versioned(
                    _native, null, 1, null, destination, (nuint)largest, &accepted, flags, hasStream ? write.StreamId : -1,
                    hasStream ? vectors : null, hasStream ? (nuint)write.VectorCount : 0, now);
            }

            if (written >= 0)
            {
                if (hasStream && accepted >= 0)
                {
                    Peer.Wrote(write, accepted, packetComplete: true);
                }

                return written;
            }

            if (written == errors.WriteMore)
            {
                Peer.Wrote(write, accepted, packetComplete: false);
            }
            else if (written == errors.StreamDataBlocked)
            {
                Peer.WriteBlocked(write);
            }
            else if (written == errors.StreamShutWrite || written == errors.StreamNotFound)
            {
                Peer.WriteRefused(write);
            }
            else
            {
                return written;
            }
        }
    }

    private void Schedule(ulong now)
    {
        var expiry = ngtcp2_conn_get_expiry(_native);
        if (expiry == ulong.MaxValue)
        {
            Loop.Timers.Remove(this);
        }
        else
        {
            Loop.Timers.Set(this, expiry);
        }

        if (now - _factsTime > FactsInterval)
        {
            RefreshFacts(now, handshake: false);
        }
    }

    private void OnReadError(int result)
    {
        var errors = QuicLibraries.Errors;
        if (result == errors.Draining)
        {
            var error = Ngtcp2Calls.PeerCloseError(_native);
            End(new QuicException(DescribePeerClose(error), error.Code));
        }
        else if (result == errors.DropConnection || result == errors.Retry)
        {
            End(new QuicException($"the connection was dropped: {QuicLibraries.Text(ngtcp2_strerror(result))}"));
        }
        else
        {
            FailWith(result);
        }
    }

    private static string DescribePeerClose(in NgCloseError error)
    {
        if (error.Type == NgCloseError.TypeApplication)
        {
            return $"the peer closed the connection with code 0x{error.Code:x}";
        }

        // CRYPTO_ERROR is 0x100 plus the TLS alert (RFC 9001, section 4.8).
        return error.Code is >= 0x100 and < 0x200
            ? $"the peer ended the handshake with TLS alert {error.Code - 0x100}"
            : $"the peer closed the connection with transport error 0x{error.Code:x}";
    }

    private void FailWith(int result)
    {
        var text = QuicLibraries.Text(ngtcp2_strerror(result));
        if (_fault is not null)
        {
            SendClose(Ngtcp2Calls.ApplicationError(Peer.InternalErrorCode));
            End(_fault as QuicException ?? new QuicException($"the connection failed: {_fault.Message}", _fault));
        }
        else if (result == QuicLibraries.Errors.Crypto)
        {
            var alert = ngtcp2_conn_get_tls_alert(_native);
            var reason = _tls.VerificationProblem() is { } problem
                ? $"the server's certificate is not accepted for '{_options.HostName}': {problem}"
                : $"the TLS handshake failed with alert {alert}";
            SendClose(Ngtcp2Calls.AlertError(alert));
            End(new QuicException(reason));
        }
        else
        {
            SendClose(Ngtcp2Calls.LibraryError(result));
            End(new QuicException($"QUIC failed: {text}"));
        }
    }

    private void SendClose(NgCloseError error)
    {
        var train = Loop.Train;
        train.Clear();
        var size = ngtcp2_conn_write_connection_close_versioned(
            _native, null, 1, null, train.Tail, (nuint)_farewell.Length, &error, QuicLoop.Clock());
        if (size <= 0 || _endpoint.SendBlocked)
        {
            return;
        }

        _farewellLength = (int)size;
        new ReadOnlySpan<byte>(train.Tail, _farewellLength).CopyTo(_farewell);
        for (var i = 0; i < CloseCopies; i++)
        {
            _farewell.AsSpan(0, _farewellLength).CopyTo(new Span<byte>(train.Tail, _farewellLength));
            if (!_endpoint.Drops())
            {
                train.Append(_farewellLength);
            }
        }

        _closing = true;
        ClosingPeriod = 3 * ngtcp2_conn_get_pto(_native);
        _endpoint.SendTrain(this, _remoteAddress, _remoteLength);
    }

    /// <summary>A send error ended in this connection (an ICMP message for an earlier datagram).</summary>
    public void OnSendError(string reason)
    {
        if (!_closing)
        {
            End(new QuicException(reason));
        }
    }

    [SkipLocalsInit]
    private void RefreshFacts(ulong now, bool handshake)
    {
        if (_facts is null && !handshake)
        {
            return;
        }

        _factsTime = now;
        var statistics = stackalloc byte[Ngtcp2Layout.BufferBytes];
        Ngtcp2Calls.ReadStatistics(_native, statistics);
        var facts = _facts ?? Negotiated(now);
        _facts = facts with
        {
            SmoothedRtt = Time(statistics, Ngtcp2Layout.StatSmoothedRtt),
            MinimumRtt = Time(statistics, Ngtcp2Layout.StatMinRtt),
            CongestionWindow = *(long*)(statistics + QuicLibraries.Layout.StatCongestionWindow),
            DatagramsSent = _datagramsSent,
            BytesSent = _bytesSent,
            DatagramsReceived = _datagramsReceived,
            BytesReceived = _bytesReceived,
            PacketsLost = _qlog?.PacketsLost,
            DatagramBytes = (int)ngtcp2_conn_get_max_tx_udp_payload_size(_native),
            EarlyAccepted = _early ? _tls.EarlyAccepted : null,
        };
    }

    private QuicConnectionFacts Negotiated(ulong now)
    {
        var peer = ngtcp2_conn_get_remote_transport_params(_native);
        return new QuicConnectionFacts
        {
            CipherSuite = _tls.CipherSuite,
            Alpn = _tls.Alpn,
            Resumed = _tls.Resumed,
            CongestionControl = _options.CongestionControl,
            Handshake = TimeSpan.FromTicks((long)(now - _started) / TimeSpan.NanosecondsPerTick),
            SmoothedRtt = default,
            MinimumRtt = default,
            CongestionWindow = 0,
            DatagramsSent = 0,
            BytesSent = 0,
            DatagramsReceived = 0,
            BytesReceived = 0,
            DatagramBytes = 0,
            PeerMaximumStreams = *(long*)(peer + Ngtcp2Layout.ParamsMaxStreamsBidi),
            PeerStreamWindow = *(long*)(peer + Ngtcp2Layout.ParamsStreamDataBidiRemote),
            PeerConnectionWindow = *(long*)(peer + Ngtcp2Layout.ParamsMaxData),
            SendBufferBytes = _endpoint.Socket.SendBufferBytes,
            ReceiveBufferBytes = _endpoint.Socket.ReceiveBufferBytes,
        };
    }

    private static TimeSpan Time(byte* statistics, int offset) =>
        TimeSpan.FromTicks(*(long*)(statistics + offset) / TimeSpan.NanosecondsPerTick);
}
