using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProtoBench.Quic.Native;

namespace ProtoBench.Quic.Http3;

/// <summary>The functions nghttp3 calls; the user pointer is the peer, a stream's the slot. No exception passes a native frame.</summary>
internal static unsafe class Http3Callbacks
{
    public static nint* Table { get; } = Create();

    /// <summary>nghttp3_data_reader: one function pointer.</summary>
    public static nint* Reader { get; } = CreateReader();

    private static nint* Create()
    {
        var table = (nint*)NativeMemory.AllocZeroed(Nghttp3.CallbackSlots, (nuint)sizeof(nint));
        table[Nghttp3.CallbackAcked] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, nint, nint, int>)&Acknowledged;
        table[Nghttp3.CallbackRecvBody] = (nint)(delegate* unmanaged[Cdecl]<nint, long, byte*, nuint, nint, nint, int>)&Body;
        table[Nghttp3.CallbackDeferredConsume] = (nint)(delegate* unmanaged[Cdecl]<nint, long, nuint, nint, nint, int>)&Consumed;
        table[Nghttp3.CallbackRecvHeader] = (nint)(delegate* unmanaged[Cdecl]<nint, long, int, nint, nint, byte, nint, nint, int>)&Header;
        table[Nghttp3.CallbackStopSending] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, nint, nint, int>)&StopSending;
        table[Nghttp3.CallbackEndStream] = (nint)(delegate* unmanaged[Cdecl]<nint, long, nint, nint, int>)&EndStream;
        table[Nghttp3.CallbackResetStream] = (nint)(delegate* unmanaged[Cdecl]<nint, long, ulong, nint, nint, int>)&ResetStream;
        table[Nghttp3.CallbackShutdown] = (nint)(delegate* unmanaged[Cdecl]<nint, long, nint, int>)&Shutdown;
        return table;
    }

    private static nint* CreateReader()
    {
        var reader = (nint*)NativeMemory.AllocZeroed(2, (nuint)sizeof(nint));
        reader[0] = (nint)(delegate* unmanaged[Cdecl]<nint, long, NgVec*, nuint, uint*, nint, nint, nint>)&ReadBody;
        return reader;
    }

    private static ReadOnlySpan<byte> Text(nint buffer)
    {
        var octets = Nghttp3.nghttp3_rcbuf_get_buf(buffer);
        return new ReadOnlySpan<byte>(octets.Base, (int)octets.Length);
    }

    private static Http3Peer PeerOf(nint user) => (Http3Peer)GCHandle.FromIntPtr(user).Target!;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Acknowledged(nint http, long stream, ulong count, nint user, nint streamUser)
    {
        PeerOf(user).OnBodyAcknowledged(streamUser, (long)count);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Body(nint http, long stream, byte* bytes, nuint length, nint user, nint streamUser)
    {
        var peer = PeerOf(user);
        try
        {
            peer.OnBody(streamUser, stream, new ReadOnlySpan<byte>(bytes, (int)length));
            return 0;
        }
        catch (Exception error)
        {
            return peer.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Consumed(nint http, long stream, nuint count, nint user, nint streamUser)
    {
        PeerOf(user).Connection.ExtendWindow(stream, (long)count);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Header(nint http, long stream, int token, nint name, nint value, byte flags, nint user, nint streamUser)
    {
        var peer = PeerOf(user);
        try
        {
            var field = Text(name);
            if (field.SequenceEqual(":status"u8))
            {
                _ = Utf8Parser.TryParse(Text(value), out int status, out var _);
                peer.OnStatus(streamUser, status);
            }
            else if (field.SequenceEqual("location"u8))
            {
                peer.OnLocation(streamUser, Text(value));
            }
            else if (field.SequenceEqual("content-type"u8))
            {
                peer.OnContentType(streamUser, Text(value));
            }

            return 0;
        }
        catch (Exception error)
        {
            return peer.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int StopSending(nint http, long stream, ulong code, nint user, nint streamUser)
    {
        PeerOf(user).Connection.ShutdownStreamRead(stream, code);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int ResetStream(nint http, long stream, ulong code, nint user, nint streamUser)
    {
        PeerOf(user).Connection.ShutdownStreamWrite(stream, code);
        return 0;
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Shutdown(nint http, long firstRefused, nint user)
    {
        var peer = PeerOf(user);
        try
        {
            peer.OnGoAway(firstRefused);
            return 0;
        }
        catch (Exception error)
        {
            return peer.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int EndStream(nint http, long stream, nint user, nint streamUser)
    {
        var peer = PeerOf(user);
        try
        {
            peer.OnEnd(streamUser);
            return 0;
        }
        catch (Exception error)
        {
            return peer.Fault(error);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ReadBody(nint http, long stream, NgVec* vectors, nuint count, uint* flags, nint user, nint streamUser)
    {
        var peer = PeerOf(user);
        try
        {
            return peer.ReadBody(streamUser, vectors, (int)count, flags);
        }
        catch (Exception error)
        {
            return peer.Fault(error);
        }
    }
}
