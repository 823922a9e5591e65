using System.Runtime.InteropServices;

namespace ProtoBench.Quic.Native;

/// <summary>libgnutls.so.30, by its C names; constants from gnutls/gnutls.h of 3.7.9.</summary>
internal static unsafe partial class Gnutls
{
    public const string Library = "gnutls";
    public const uint FlagServer = 1;
    public const uint FlagClient = 2;
    public const uint FlagEnableEarly = 1 << 20;
    public const uint FlagNoAutoSendTicket = 1 << 21;
    public const uint FlagNoEndOfEarly = 1 << 22;
    public const int CredentialsCertificate = 1;
    public const int FormatPem = 1;
    public const int NameDns = 1;
    public const uint AlpnMandatory = 1;
    public const uint AlpnServerPrecedence = 2;
    public const uint HandshakeNewSessionTicket = 4;
    public const int HookPost = 1;
    public const uint SessionFlagEarly = 1 << 10;
    public const int CertificateTypeX509 = 1;
    public const int DatabaseEntryExists = -17;

    [LibraryImport(Library)]
    public static partial byte* gnutls_check_version(byte* leastVersion);

    [LibraryImport(Library)]
    public static partial byte* gnutls_strerror(int error);

    [LibraryImport(Library)]
    public static partial int gnutls_certificate_allocate_credentials(nint* credentials);

    [LibraryImport(Library)]
    public static partial void gnutls_certificate_free_credentials(nint credentials);

    [LibraryImport(Library)]
    public static partial int gnutls_certificate_set_x509_key_mem(nint credentials, GnutlsDatum* certificate, GnutlsDatum* key, int format);

    [LibraryImport(Library)]
    public static partial int gnutls_certificate_set_x509_trust_mem(nint credentials, GnutlsDatum* trust, int format);

    [LibraryImport(Library)]
    public static partial int gnutls_certificate_set_x509_system_trust(nint credentials);

    [LibraryImport(Library)]
    public static partial int gnutls_init(nint* session, uint flags);

    [LibraryImport(Library)]
    public static partial void gnutls_deinit(nint session);

    [LibraryImport(Library)]
    public static partial int gnutls_priority_set_direct(nint session, byte* priorities, byte** errorPosition);

    [LibraryImport(Library)]
    public static partial int gnutls_credentials_set(nint session, int type, nint credentials);

    [LibraryImport(Library)]
    public static partial int gnutls_alpn_set_protocols(nint session, GnutlsDatum* protocols, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial int gnutls_alpn_get_selected_protocol(nint session, GnutlsDatum* protocol);

    [LibraryImport(Library)]
    public static partial int gnutls_server_name_set(nint session, int type, byte* name, nuint length);

    [LibraryImport(Library)]
    public static partial void gnutls_session_set_ptr(nint session, void* pointer);

    [LibraryImport(Library)]
    public static partial void* gnutls_session_get_ptr(nint session);

    [LibraryImport(Library)]
    public static partial void gnutls_session_set_verify_cert(nint session, byte* hostName, uint flags);

    [LibraryImport(Library)]
    public static partial uint gnutls_session_get_verify_cert_status(nint session);

    [LibraryImport(Library)]
    public static partial int gnutls_certificate_verification_status_print(uint status, int type, GnutlsDatum* text, uint flags);

    [LibraryImport(Library)]
    public static partial byte* gnutls_ciphersuite_get(nint session);

    [LibraryImport(Library)]
    public static partial int gnutls_session_is_resumed(nint session);

    [LibraryImport(Library)]
    public static partial uint gnutls_session_get_flags(nint session);

    [LibraryImport(Library)]
    public static partial int gnutls_session_ticket_key_generate(GnutlsDatum* key);

    [LibraryImport(Library)]
    public static partial int gnutls_session_ticket_enable_server(nint session, GnutlsDatum* key);

    [LibraryImport(Library)]
    public static partial int gnutls_session_ticket_send(nint session, uint count, uint flags);

    [LibraryImport(Library)]
    public static partial int gnutls_session_get_data2(nint session, GnutlsDatum* destination);

    [LibraryImport(Library)]
    public static partial int gnutls_session_set_data(nint session, byte* source, nuint length);

    [LibraryImport(Library)]
    public static partial int gnutls_record_set_max_early_data_size(nint session, nuint size);

    [LibraryImport(Library)]
    public static partial void gnutls_handshake_set_hook_function(nint session, uint type, int when, nint hook);

    [LibraryImport(Library)]
    public static partial int gnutls_anti_replay_init(nint* antiReplay);

    [LibraryImport(Library)]
    public static partial void gnutls_anti_replay_set_window(nint antiReplay, uint milliseconds);

    [LibraryImport(Library)]
    public static partial void gnutls_anti_replay_deinit(nint antiReplay);

    [LibraryImport(Library)]
    public static partial void gnutls_anti_replay_enable(nint session, nint antiReplay);

    [LibraryImport(Library)]
    public static partial void gnutls_anti_replay_set_add_function(nint antiReplay, nint function);

    [LibraryImport(Library)]
    public static partial void gnutls_anti_replay_set_ptr(nint antiReplay, nint pointer);

    [LibraryImport(Library)]
    public static partial int gnutls_rnd(int level, byte* destination, nuint length);
}
