using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Gnutls;

namespace ProtoBench.Quic.Connections;

/// <summary>
/// What every session of an endpoint shares: the certificate or the trust, and on a server the ticket key and replay memory.
/// </summary>
internal sealed unsafe class TlsCredentials : IDisposable
{
    // At the end of each window gnutls refuses the tickets issued before it, so that it need not remember their use for longer
    // (gnutls_anti_replay_set_window). With its default of 10 s one or two exchanges of every trial would be rejected; a trial is shorter
    // than 10 minutes.
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(10);

    private HashSet<UInt128> _seenEarly = [];
    private HashSet<UInt128> _seenBefore = [];
    private long _rotated = Environment.TickCount64;
    private readonly GnutlsDatum* _ticketKey;
    private readonly GCHandle _self;
    private bool _disposed;

    private TlsCredentials(bool server)
    {
        nint credentials;
        TlsSession.Check(gnutls_certificate_allocate_credentials(&credentials), "credentials");
        Handle = credentials;
        if (!server)
        {
            return;
        }

        _ticketKey = (GnutlsDatum*)NativeMemory.AllocZeroed((nuint)sizeof(GnutlsDatum));
        TlsSession.Check(gnutls_session_ticket_key_generate(_ticketKey), "session ticket key");
        nint replay;
        TlsSession.Check(gnutls_anti_replay_init(&replay), "replay protection");
        AntiReplay = replay;
        _self = GCHandle.Alloc(this);
        gnutls_anti_replay_set_window(replay, (uint)Window.TotalMilliseconds);
        gnutls_anti_replay_set_add_function(
            replay, (nint)(delegate* unmanaged[Cdecl]<nint, long, GnutlsDatum*, GnutlsDatum*, int>)&AddEarly);
        gnutls_anti_replay_set_ptr(replay, GCHandle.ToIntPtr(_self));
    }

    public nint Handle { get; }

    public nint AntiReplay { get; }

    public GnutlsDatum* TicketKey => _ticketKey;

    /// <exception cref="IOException">The certificate or key is not usable.</exception>
    public static TlsCredentials ForServer(string certificatePem, string privateKeyPem)
    {
        var credentials = new TlsCredentials(server: true);
        var certificate = Encoding.ASCII.GetBytes(certificatePem);
        var key = Encoding.ASCII.GetBytes(privateKeyPem);
        fixed (byte* certificateBytes = certificate, keyBytes = key)
        {
            var certificateDatum = new GnutlsDatum { Bytes = certificateBytes, Size = (uint)certificate.Length };
            var keyDatum = new GnutlsDatum { Bytes = keyBytes, Size = (uint)key.Length };
            var result = gnutls_certificate_set_x509_key_mem(credentials.Handle, &certificateDatum, &keyDatum, FormatPem);
            TlsSession.Check(result, "the server's certificate and key");
        }

        return credentials;
    }

    /// <summary>Trusts what the options say and nothing else, and shows the client's own certificate where there is one.</summary>
    /// <exception cref="IOException">A certificate or key is not usable.</exception>
    public static TlsCredentials ForClient(QuicOptions options)
    {
        var credentials = new TlsCredentials(server: false);
        if (options.CertificatePem.Length == 0)
        {
            // The number of certificates it has read; none is no error here, and then no server is trusted.
            TlsSession.Check(gnutls_certificate_set_x509_system_trust(credentials.Handle), "the system's authorities");
        }
        else
        {
            var trusted = Encoding.ASCII.GetBytes(options.CertificatePem);
            fixed (byte* bytes = trusted)
            {
                var datum = new GnutlsDatum { Bytes = bytes, Size = (uint)trusted.Length };
                TlsSession.Check(
                    gnutls_certificate_set_x509_trust_mem(credentials.Handle, &datum, FormatPem), "the trusted certificate");
            }
        }

        if (options.ClientPem is { } client)
        {
            var own = Encoding.ASCII.GetBytes(client);
            fixed (byte* bytes = own)
            {
                var datum = new GnutlsDatum { Bytes = bytes, Size = (uint)own.Length };
                TlsSession.Check(
                    gnutls_certificate_set_x509_key_mem(credentials.Handle, &datum, &datum, FormatPem), "the client's certificate and key");
            }
        }

        return credentials;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        gnutls_certificate_free_credentials(Handle);
        if (_ticketKey is not null)
        {
            gnutls_anti_replay_deinit(AntiReplay);
            // The key's bytes are gnutls's own allocation of 64 bytes per server; gnutls_free is a variable, not a function, in its ABI.
            NativeMemory.Free(_ticketKey->Bytes);
            NativeMemory.Free(_ticketKey);
            _self.Free();
        }
    }

    // 0-RTT may be replayed (RFC 8446, section 8): each ClientHello is taken once. Called on the endpoint's loop thread only.
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int AddEarly(nint pointer, long expires, GnutlsDatum* key, GnutlsDatum* entry)
    {
        var credentials = (TlsCredentials)GCHandle.FromIntPtr(pointer).Target!;
        // Twelve bytes that say when the window began, then the binder, an HMAC of 32 or 48 bytes: sixteen of them tell every two apart.
        var bytes = new ReadOnlySpan<byte>(key->Bytes, (int)key->Size);
        return bytes.Length >= 12 + 16 && credentials.Remember(MemoryMarshal.Read<UInt128>(bytes[^16..])) ? 0 : DatabaseEntryExists;
    }

    private bool Remember(UInt128 seen)
    {
        if (Environment.TickCount64 - _rotated > 2 * Window.TotalMilliseconds)
        {
            (_seenEarly, _seenBefore) = (_seenBefore, _seenEarly);
            _seenEarly.Clear();
            _rotated = Environment.TickCount64;
        }

        return !_seenBefore.Contains(seen) && _seenEarly.Add(seen);
    }
}
