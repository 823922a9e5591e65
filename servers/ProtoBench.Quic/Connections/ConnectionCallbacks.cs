using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Connections;

/// <summary>
/// The tables of functions ngtcp2 calls. Cryptography goes straight from native to native; the rest finds its connection through the user
/// pointer. No exception may pass a native frame: it is kept, and the connection closed with it after the outer call has returned.
/// </summary>
internal static unsafe class ConnectionCallbacks
{
    private const uint FlagEnd = 1;
    private const uint FlagErrorCode = 1;

    public static nint* Client { get; } = Create(server: false);

    public static nint* Server { get; } = Create(server: true);

    private static nint* Create(bool server)
    {
        // One table per process and side, for its whole life. Zeroed and larger than needed: a later library may read more slots.
        var table = (nint*)NativeMemory.AllocZeroed(2 * Ngtcp2Callback.Count, (nuint)sizeof(nint));
        AddCryptography(table, server);
        table[Ngtcp2Callback.HandshakeCompleted] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int>)&HandshakeCompleted;
        table[Ngtcp2Callback.RecvStreamData] =
            (nint)(delegate* unmanaged[Cdecl]<nint, uint, long, ulong, byte*, nuint, nint, nint, int>)&StreamBytes;
        table[Ngtcp2Callback.AckedStreamDataOffset] =
            (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, ulong, nint, nint, int>)&Acknowledged;
        table[Ngtcp2Callback.StreamOpen] = (nint)(delegate* unmanaged[Cdecl]<nint, long, nint, int>)&StreamOpened;
        table[Ngtcp2Callback.StreamClose] = (nint)(delegate* unmanaged[Cdecl]<nint, uint, long, ulong, nint, nint, int>)&StreamClosed;
        table[Ngtcp2Callback.ExtendMaxLocalStreamsBidi] = (nint)(delegate* unmanaged[Cdecl]<nint, ulong, nint, int>)&StreamsAllowed;
        table[Ngtcp2Callback.Rand] = (nint)(delegate* unmanaged[Cdecl]<byte*, nuint, void*, void>)&Random;
        table[Ngtcp2Callback.GetNewConnectionId] =
            (nint)(delegate* unmanaged[Cdecl]<nint, NgCid*, byte*, nuint, nint, int>)&NewConnectionId;
        table[Ngtcp2Callback.RemoveConnectionId] = (nint)(delegate* unmanaged[Cdecl]<nint, NgCid*, nint, int>)&RemoveConnectionId;
        table[Ngtcp2Callback.StreamReset] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, ulong, nint, nint, int>)&StreamReset;
        table[Ngtcp2Callback.StreamStopSending] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, nint, nint, int>)&StopSending;
        table[Ngtcp2Callback.ExtendMaxStreamData] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, nint, nint, int>)&StreamWindow;
        table[Ngtcp2Callback.RecvDatagram] = (nint)(delegate* unmanaged[Cdecl]<nint, uint, byte*, nuint, nint, int>)&Datagram;
        table[Ngtcp2Callback.EarlyTrafficRejected] = (nint)(delegate* unmanaged[Cdecl]<nint, nint, int>)&EarlyRejected;
        return table;
    }

    private static void AddCryptography(nint* table, bool server)
    {
        if (server)
        {
            table[Ngtcp2Callback.RecvTxKey] = (nint)(delegate* unmanaged[Cdecl]<nint, int, nint, int>)&SendKeyInstalled;
            table[Ngtcp2Callback.RecvClientInitial] = QuicLibraries.CryptoExport("ngtcp2_crypto_recv_client_initial_cb");
        }
        else
        {
            table[Ngtcp2Callback.ClientInitial] = QuicLibraries.CryptoExport("ngtcp2_crypto_client_initial_cb");
            table[Ngtcp2Callback.RecvRetry] = QuicLibraries.CryptoExport("ngtcp2_crypto_recv_retry_cb");
        }

        table[Ngtcp2Callback.RecvCryptoData] = QuicLibraries.CryptoExport("ngtcp2_crypto_recv_crypto_data_cb");
        table[Ngtcp2Callback.Encrypt] = QuicLibraries.CryptoExport("ngtcp2_crypto_encrypt_cb");
        table[Ngtcp2Callback.Decrypt] = QuicLibraries.CryptoExport("ngtcp2_crypto_decrypt_cb");
        table[Ngtcp2Callback.HpMask] = QuicLibraries.CryptoExport("ngtcp2_crypto_hp_mask_cb");
        table[Ngtcp2Callback.UpdateKey] = QuicLibraries.CryptoExport("ngtcp2_crypto_update_key_cb");
        table[Ngtcp2Callback.DeleteCryptoAeadCtx] = QuicLibraries.CryptoExport("ngtcp2_crypto_delete_crypto_aead_ctx_cb");
        table[Ngtcp2Callback.DeleteCryptoCipherCtx] = QuicLibraries.CryptoExport("ngtcp2_crypto_delete_crypto_cipher_ctx_cb");
        table[Ngtcp2Callback.GetPathChallengeBytes] = QuicLibraries.CryptoExport("ngtcp2_crypto_get_path_challenge_data_cb");
        table[Ngtcp2Callback.VersionNegotiation] = QuicLibraries.CryptoExport("ngtcp2_crypto_version_negotiation_cb");
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int HandshakeCompleted(nint native, nint user)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.OnHandshakeCompleted();
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int SendKeyInstalled(nint native, int level, nint user)
    {
        const int application = 2;
        var connection = QuicConnection.FromHandle(user);
        try
        {
            if (level == application)
            {
                connection.OnSendKey();
            }

            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamBytes(
        nint native, uint flags, long stream, ulong offset, byte* bytes, nuint length, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnStreamBytes(streamUser, stream, new ReadOnlySpan<byte>(bytes, (int)length), (flags & FlagEnd) != 0);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Acknowledged(nint native, long stream, ulong offset, ulong count, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnAcknowledged(streamUser, stream, count);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamOpened(nint native, long stream, nint user)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnStreamOpened(stream);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamClosed(nint native, uint flags, long stream, ulong code, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.OnStreamClosed(streamUser, stream, (flags & FlagErrorCode) != 0 ? code : null);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamReset(nint native, long stream, ulong finalSize, ulong code, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnStreamReset(streamUser, stream, code);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StopSending(nint native, long stream, ulong code, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnStopSending(streamUser, stream, code);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamWindow(nint native, long stream, ulong most, nint user, nint streamUser)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnStreamWindow(streamUser, stream);
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StreamsAllowed(nint native, ulong most, nint user)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.OnStreamsAllowed();
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Datagram(nint native, uint flags, byte* bytes, nuint length, nint user)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnDatagram(new ReadOnlySpan<byte>(bytes, (int)length));
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int EarlyRejected(nint native, nint user)
    {
        var connection = QuicConnection.FromHandle(user);
        try
        {
            connection.Peer.OnEarlyRejected();
            return 0;
        }
        catch (Exception error)
        {
            return connection.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Random(byte* destination, nuint length, void* context) =>
        RandomNumberGenerator.Fill(new Span<byte>(destination, (int)length));

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int NewConnectionId(nint native, NgCid* id, byte* resetToken, nuint length, nint user)
    {
        Span<byte> random = stackalloc byte[NgCid.MaximumLength];
        random = random[..(int)length];
        RandomNumberGenerator.Fill(random);
        id->Set(random);
        RandomNumberGenerator.Fill(new Span<byte>(resetToken, 16));
        QuicConnection.FromHandle(user).AddConnectionId(random);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int RemoveConnectionId(nint native, NgCid* id, nint user)
    {
        QuicConnection.FromHandle(user).RemoveConnectionId(id->Span);
        return 0;
    }
}
