using System.Globalization;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>
/// Why a server that is not ours cannot be talked to as was asked, from what it answered, with the remedy: one sentence each. Pure.
/// </summary>
internal static class SiteSentence
{
    /// <summary>The certificate is not accepted.</summary>
    /// <param name="at">Host and port.</param>
    /// <param name="seen">What it is and what is wrong with it.</param>
    /// <param name="wanted">The name it should be for.</param>
    /// <param name="systems">Were the system's authorities asked, and not the user's?</param>
    /// <param name="now">UTC.</param>
    public static string Certificate(string at, SeenCertificate seen, string wanted, bool systems, DateTime now)
    {
        var wrong = new List<string>();
        var remedies = new List<string>();
        if (seen.OutOfDate)
        {
            wrong.Add(
                now < seen.NotBefore ? $"is valid from {Day(seen.NotBefore)} on only"
                : now > seen.NotAfter ? $"expired on {Day(seen.NotAfter)}"
                : "hangs on an authority's that is expired");
            remedies.Add("renew it");
        }

        if (seen.NameDiffers)
        {
            wrong.Add($"is for {string.Join(", ", seen.Names)} and not for {wanted}");
            remedies.Add($"say server-name: {seen.Names.FirstOrDefault(name => !name.Contains('*')) ?? "NAME"}");
        }

        if (seen.Distrust is { } distrust)
        {
            var reason = distrust.Length > 0 ? $" ({distrust})" : "";
            wrong.Add(
                $"was issued by {seen.Issuer}, which is none of the {(systems ? "system's authorities" : "authorities given")}{reason}");
            remedies.Add("give the PEM file of its authority as authority:");
        }

        var cured = remedies.Count > 0 ? $"{string.Join(" and ", remedies)}, or" : "use";
        return $"the certificate of {at} ({seen.Subject}) {string.Join(", and ", wrong)}: {cured} take any certificate with insecure: true";
    }

    /// <summary>TLS agreed on no protocol, or another one.</summary>
    /// <param name="at">Host and port.</param>
    /// <param name="wanted">Such as <c>HTTP/2</c>.</param>
    /// <param name="name">Ours of it, such as <c>http2</c>.</param>
    /// <param name="chosen">
    /// What the server chooses when it may (<c>http/1.1</c>); empty: it takes part in no choice; null: it did not say.
    /// </param>
    public static string Alpn(string at, string wanted, string name, string? chosen) =>
        $"the server at {at} does not speak {wanted} over TLS: " + chosen switch
        {
            null => "it refuses the protocol (ALPN)",
            "" => "it knows no ALPN, as servers of HTTP/1.1 alone do",
            _ => $"it speaks {chosen} only (ALPN)",
        } + $"; leave {name} out, or switch it on in the server";

    /// <summary>TLS met a server without it.</summary>
    public static string NoTls(string at, string wanted, string said) =>
        $"the server at {at} speaks no TLS: to a request in plain text it answers {said}; write the address of its TLS port, or leave TLS out "
            + $"(http:// or tls: off) and speak {wanted} in plain text";

    /// <summary>Plain text met a server of TLS.</summary>
    public static string OnlyTls(string at) => $"the server at {at} speaks TLS, and was sent plain text; write https:// or tls: on";

    /// <summary>Plain text of one protocol met another.</summary>
    public static string OtherProtocol(string at, string wanted, string name, string said) =>
        $"the server at {at} does not speak {wanted} in plain text: to a request in HTTP/1.1 it answers {said}; leave {name} out, or take TLS, "
            + "where the protocol is agreed on";

    /// <summary>It wants to know who asks.</summary>
    public static string NeedsClientCertificate(string at, bool shown) => shown
        ? $"the server at {at} does not accept the client's certificate; give one of an authority that it trusts as client:"
        : $"the server at {at} asks for a certificate of the client's (mTLS); give the PEM file with certificate and key as client:";

    /// <summary>Neither TLS 1.2 nor 1.3.</summary>
    public static string OldTls(string at) => $"the server at {at} speaks neither TLS 1.3 nor TLS 1.2; switch one of them on in the server";

    public static string UnknownName(string at, string name) =>
        $"the server at {at} has no certificate for '{name}'; say server-name: with the name it knows";

    /// <summary>Any other end of a handshake.</summary>
    public static string Handshake(string at, string why) => $"the TLS handshake with {at} failed: {why}";

    /// <summary>QUIC's library does not accept the certificate.</summary>
    /// <param name="at">Host and port.</param>
    /// <param name="problem">In the words of gnutls.</param>
    /// <param name="wanted">The name it should be for.</param>
    public static string CertificateOverQuic(string at, string problem, string wanted) =>
        $"the certificate of {at} is not accepted for {wanted}: {problem.TrimEnd('.', ' ')}; give the PEM file of its authority as authority:, "
            + "say server-name: with a name that it is for, or take any certificate with insecure: true";

    /// <summary>QUIC is spoken, but not what is wanted over it.</summary>
    public static string QuicAlpn(string at, string alpn, string name) =>
        $"the server at {at} speaks QUIC, and not {alpn} over it (ALPN); leave {name} out, or switch it on in the server";

    /// <summary>QUIC found nobody.</summary>
    /// <param name="at">Host and port.</param>
    /// <param name="name">Ours of the protocol.</param>
    /// <param name="why">What QUIC saw.</param>
    /// <param name="overTcp">What the same port says over TCP.</param>
    public static string NoQuic(string at, string name, string why, TcpAnswer overTcp) =>
        $"the server at {at} does not answer QUIC: {why}. " + (overTcp switch
        {
            { Reached: false } => $"Nobody answers over TLS on TCP there either: start the server, or mend the address",
            { AltSvc: { } offered } when offered.Contains("h3", StringComparison.Ordinal) =>
                $"Over TCP it advertises HTTP/3 elsewhere or nevertheless (Alt-Svc: {offered}): open that UDP port, or write that address",
            _ => $"Over TCP it speaks {overTcp.Version} and advertises no HTTP/3 (no h3 in Alt-Svc): leave {name} out, or switch it on in "
                + "the server",
        });

    private static string Day(DateTime when) => when.ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture);
}

/// <summary>What a server answered over TLS on TCP.</summary>
/// <param name="Reached">Did it answer at all?</param>
/// <param name="Version">Such as <c>HTTP/2</c>.</param>
/// <param name="AltSvc">The field's value (RFC 7838); null: none.</param>
internal readonly record struct TcpAnswer(bool Reached, string Version = "", string? AltSvc = null);
