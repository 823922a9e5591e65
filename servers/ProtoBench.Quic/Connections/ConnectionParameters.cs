using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Connections;

/// <summary>Writes options into ngtcp2's settings and transport parameters, at the offsets of the loaded generation.</summary>
internal static unsafe class ConnectionParameters
{
    public static ulong Nanoseconds(TimeSpan time) => (ulong)(time.Ticks * TimeSpan.NanosecondsPerTick);

    public static void WriteSettings(byte* settings, QuicOptions options, ulong now, bool qlog)
    {
        var layout = QuicLibraries.Layout;
        new Span<byte>(settings, Ngtcp2Layout.BufferBytes).Clear();
        Ngtcp2.ngtcp2_settings_default_versioned(1, settings);
        *(int*)(settings + layout.CongestionControl) = (int)options.CongestionControl;
        *(ulong*)(settings + layout.InitialTime) = now;
        *(ulong*)(settings + layout.InitialRtt) = Nanoseconds(options.InitialRtt);
        *(ulong*)(settings + layout.AckThreshold) = (ulong)options.AckThreshold;
        *(ulong*)(settings + layout.HandshakeTimeout) = Nanoseconds(options.HandshakeTimeout);
        if (qlog)
        {
            *(nint*)(settings + layout.QlogWrite) = (nint)(delegate* unmanaged[Cdecl]<nint, uint, byte*, nuint, void>)&WriteQlog;
        }
    }

    public static void WriteTransport(byte* parameters, QuicOptions options, NgCid* original)
    {
        var layout = QuicLibraries.Layout;
        new Span<byte>(parameters, Ngtcp2Layout.BufferBytes).Clear();
        Ngtcp2.ngtcp2_transport_params_default_versioned(1, parameters);
        *(ulong*)(parameters + Ngtcp2Layout.ParamsStreamDataBidiLocal) = (ulong)options.StreamWindow;
        *(ulong*)(parameters + Ngtcp2Layout.ParamsStreamDataBidiRemote) = (ulong)options.StreamWindow;
        *(ulong*)(parameters + Ngtcp2Layout.ParamsStreamDataUni) = (ulong)options.StreamWindow;
        *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxData) = (ulong)options.ConnectionWindow;
        *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxStreamsBidi) = (ulong)options.MaximumStreams;
        // HTTP/3 needs three (RFC 9114, section 6.2); the rest is room for reserved stream types.
        *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxStreamsUni) = 16;
        *(ulong*)(parameters + Ngtcp2Layout.ParamsIdleTimeout) = Nanoseconds(options.IdleTimeout);
        if (options.Datagrams)
        {
            // RFC 9221, section 3: whatever fits a packet.
            *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxDatagramFrame) = 65_535;
        }

        parameters[Ngtcp2Layout.ParamsDisableMigration] = 1;
        if (original is null)
        {
            return;
        }

        *(NgCid*)(parameters + Ngtcp2Layout.ParamsOriginalDcid) = *original;
        if (layout.ParamsOriginalDcidPresent >= 0)
        {
            parameters[layout.ParamsOriginalDcidPresent] = 1;
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void WriteQlog(nint user, uint flags, byte* bytes, nuint length) =>
        QuicConnection.FromHandle(user).OnQlog(new ReadOnlySpan<byte>(bytes, (int)length));
}
