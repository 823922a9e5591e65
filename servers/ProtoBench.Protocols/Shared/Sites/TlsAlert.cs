using System.Globalization;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>The alert by which a peer ended TLS (RFC 8446, 6.2), as far as OpenSSL's error under a .NET exception tells it.</summary>
internal static class TlsAlert
{
    public const int HandshakeFailure = 40;
    public const int BadCertificate = 42;
    public const int UnknownAuthority = 48;
    public const int ProtocolVersion = 70;
    public const int UnrecognizedName = 112;
    public const int CertificateRequired = 116;
    public const int NoApplicationProtocol = 120;

    // In OpenSSL's number of an error, such as 0A00045C, the last three digits are the reason: 1000 and the alert's number where the peer
    // sent one (SSL_R_TLSV13_ALERT_CERTIFICATE_REQUIRED is 1116).
    private const string Prefix = "error:0A";
    private const int FirstAlert = 1000;

    /// <summary>Its number; null: the failure was no alert of the peer's.</summary>
    public static int? In(Exception error)
    {
        for (Exception? cause = error; cause is not null; cause = cause.InnerException)
        {
            var at = cause.Message.IndexOf(Prefix, StringComparison.Ordinal);
            if (at >= 0
                && at + Prefix.Length + 6 <= cause.Message.Length
                && int.TryParse(cause.Message.AsSpan(at + Prefix.Length, 6), NumberStyles.HexNumber, null, out var number)
                && (number & 0xFFF) - FirstAlert is >= 0 and <= byte.MaxValue and var alert)
            {
                return alert;
            }
        }

        return null;
    }
}
