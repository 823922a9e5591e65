using System.Net;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;
using ProtoBench.Contract.Quic;
using ProtoBench.Quic.Native;
using ProtoBench.Quic.Options;
using static ProtoBench.Quic.Native.Gnutls;

namespace ProtoBench.Quic.Connections;

/// <summary>
/// The gnutls session of one connection: TLS 1.3 only (RFC 9001 asks for it), exact ALPN, and on a client the certificate verified.
/// </summary>
internal sealed unsafe class TlsSession : IDisposable
{
    // The suites and groups of ngtcp2's own examples. QUIC forbids the middlebox-compatibility mode (RFC 9001, section 8.4).
    private static ReadOnlySpan<byte> Priorities =>
        "NORMAL:-VERS-ALL:+VERS-TLS1.3:-CIPHER-ALL:+AES-128-GCM:+AES-256-GCM:+CHACHA20-POLY1305:-GROUP-ALL:+GROUP-X25519:+GROUP-SECP256R1:+GROUP-SECP384R1:%DISABLE_TLS13_COMPAT_MODE\0"u8;

    private const nuint NoEarlyLimit = 0xFFFFFFFF;

    private readonly NgCryptoConnRef* _reference = (NgCryptoConnRef*)NativeMemory.AllocZeroed((nuint)sizeof(NgCryptoConnRef));
    private byte* _hostName;

    private TlsSession(uint flags)
    {
        nint session;
        Check(gnutls_init(&session, flags), "TLS session");
        Handle = session;
        fixed (byte* priorities = Priorities)
        {
            Check(gnutls_priority_set_direct(session, priorities, null), "TLS priorities");
        }
    }

    public nint Handle { get; }

    public string CipherSuite => QuicLibraries.Text(gnutls_ciphersuite_get(Handle));

    public bool Resumed => gnutls_session_is_resumed(Handle) != 0;

    public bool EarlyAccepted => (gnutls_session_get_flags(Handle) & SessionFlagEarly) != 0;

    public string Alpn
    {
        get
        {
            GnutlsDatum selected;
            return gnutls_alpn_get_selected_protocol(Handle, &selected) == 0
                ? Encoding.ASCII.GetString(selected.Bytes, (int)selected.Size)
                : "";
        }
    }

    public static TlsSession ForServer(QuicOptions options, TlsCredentials credentials)
    {
        var session = new TlsSession(FlagServer | FlagEnableEarly | FlagNoAutoSendTicket | FlagNoEndOfEarly);
        Check(gnutls_session_ticket_enable_server(session.Handle, credentials.TicketKey), "session tickets");
        Check(Ngtcp2.ngtcp2_crypto_gnutls_configure_server_session(session.Handle), "QUIC over gnutls");
        gnutls_anti_replay_enable(session.Handle, credentials.AntiReplay);
        Check(gnutls_record_set_max_early_data_size(session.Handle, NoEarlyLimit), "early traffic");
        session.SetCommon(options, credentials, AlpnMandatory | AlpnServerPrecedence);
        return session;
    }

    public static TlsSession ForClient(QuicOptions options, TlsCredentials credentials, QuicSessionStore.Ticket? ticket)
    {
        var early = ticket is not null && options.EarlySending ? FlagEnableEarly : 0;
        var session = new TlsSession(FlagClient | FlagNoEndOfEarly | early);
        if (options.Sessions is not null)
        {
            var hook = (nint)(delegate* unmanaged[Cdecl]<nint, uint, uint, uint, GnutlsDatum*, int>)&OnTicket;
            gnutls_handshake_set_hook_function(session.Handle, HandshakeNewSessionTicket, HookPost, hook);
        }

        Check(Ngtcp2.ngtcp2_crypto_gnutls_configure_client_session(session.Handle), "QUIC over gnutls");
        if (ticket is not null)
        {
            fixed (byte* bytes = ticket.Session)
            {
                Check(gnutls_session_set_data(session.Handle, bytes, (nuint)ticket.Session.Length), "session resumption");
            }
        }

        session.SetCommon(options, credentials, AlpnMandatory);
        session.Verify(options);
        return session;
    }

    /// <summary>Joins the session and <paramref name="connection"/>, in both directions.</summary>
    public void Attach(nint connection, nint owner)
    {
        _reference->GetConnection = (nint)(delegate* unmanaged[Cdecl]<NgCryptoConnRef*, nint>)&ConnectionOf;
        _reference->UserData = connection;
        _reference->Owner = owner;
        gnutls_session_set_ptr(Handle, _reference);
        Ngtcp2.ngtcp2_conn_set_tls_native_handle(connection, Handle);
    }

    /// <summary>Why the certificate was refused, or null when it was not.</summary>
    public string? VerificationProblem()
    {
        var status = gnutls_session_get_verify_cert_status(Handle);
        if (status is 0 or uint.MaxValue)
        {
            return null;
        }

        GnutlsDatum text;
        return gnutls_certificate_verification_status_print(status, CertificateTypeX509, &text, 0) == 0
            ? Encoding.UTF8.GetString(text.Bytes, (int)text.Size).TrimEnd('\0').Trim()
            : $"status 0x{status:x}";
    }

    public void SendTicket() => Check(gnutls_session_ticket_send(Handle, 1, 0), "sending a session ticket");

    /// <summary>The ticket the server has sent, in gnutls's own format.</summary>
    public byte[] ExportSession()
    {
        GnutlsDatum session;
        Check(gnutls_session_get_data2(Handle, &session), "session export");
        var copy = new ReadOnlySpan<byte>(session.Bytes, (int)session.Size).ToArray();
        NativeMemory.Free(session.Bytes);
        return copy;
    }

    public void Dispose()
    {
        gnutls_deinit(Handle);
        NativeMemory.Free(_reference);
        NativeMemory.Free(_hostName);
    }

    internal static void Check(int result, string what)
    {
        if (result < 0)
        {
            throw new IOException($"gnutls: {what}: {QuicLibraries.Text(gnutls_strerror(result))}");
        }
    }

    private void SetCommon(QuicOptions options, TlsCredentials credentials, uint alpnFlags)
    {
        Check(gnutls_credentials_set(Handle, CredentialsCertificate, credentials.Handle), "credentials");
        var alpn = Encoding.ASCII.GetBytes(options.Alpn);
        fixed (byte* bytes = alpn)
        {
            var datum = new GnutlsDatum { Bytes = bytes, Size = (uint)alpn.Length };
            Check(gnutls_alpn_set_protocols(Handle, &datum, 1, alpnFlags), "ALPN");
        }
    }

    // Without set_verify_cert gnutls accepts any certificate. It keeps the pointer to the name, so the name lives as long as the session.
    // The name may be an address, which it then looks for among the certificate's addresses.
    private void Verify(QuicOptions options)
    {
        var name = Encoding.ASCII.GetBytes(options.HostName);
        _hostName = (byte*)NativeMemory.AllocZeroed((nuint)name.Length + 1);
        name.CopyTo(new Span<byte>(_hostName, name.Length));
        if (!IPAddress.TryParse(options.HostName, out _))
        {
            Check(gnutls_server_name_set(Handle, NameDns, _hostName, (nuint)name.Length), "SNI");
        }

        if (!options.Insecure)
        {
            gnutls_session_set_verify_cert(Handle, _hostName, 0);
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static nint ConnectionOf(NgCryptoConnRef* reference) => reference->UserData;

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int OnTicket(nint session, uint type, uint when, uint incoming, GnutlsDatum* message)
    {
        var reference = (NgCryptoConnRef*)gnutls_session_get_ptr(session);
        QuicConnection.FromHandle(reference->Owner).OnTicket();
        return 0;
    }
}
