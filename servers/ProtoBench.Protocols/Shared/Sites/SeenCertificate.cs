using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>What a server has shown, and what is wrong with it.</summary>
/// <param name="Subject">Whom it is for, such as <c>CN=example.org</c>.</param>
/// <param name="Issuer">Who says so.</param>
/// <param name="Names">The names and addresses it is for.</param>
/// <param name="NotBefore">UTC.</param>
/// <param name="NotAfter">UTC.</param>
/// <param name="NameDiffers">It is for other names than the one asked for.</param>
/// <param name="Distrust">Why its chain leads to no trusted authority; null: it does.</param>
/// <param name="OutOfDate">It, or one above it, is expired or not valid yet.</param>
internal sealed record SeenCertificate(
    string Subject,
    string Issuer,
    IReadOnlyList<string> Names,
    DateTime NotBefore,
    DateTime NotAfter,
    bool NameDiffers,
    string? Distrust,
    bool OutOfDate)
{
    public static SeenCertificate Of(X509Certificate certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        // The platform hands over an X509Certificate2; another kind has no extensions to read.
        var seen = certificate as X509Certificate2;
        var flags = (chain?.ChainStatus ?? []).Aggregate(X509ChainStatusFlags.NoError, (all, status) => all | status.Status);
        var isOutOfDate = flags.HasFlag(X509ChainStatusFlags.NotTimeValid);
        var distrust = errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors)
            ? string.Join(", ", (chain?.ChainStatus ?? [])
                .Where(status => status.Status != X509ChainStatusFlags.NotTimeValid).Select(status => status.StatusInformation.Trim()))
            : "";
        return new SeenCertificate(
            certificate.Subject,
            certificate.Issuer,
            seen is null ? [] : NamesOf(seen),
            seen?.NotBefore.ToUniversalTime() ?? DateTime.MinValue,
            seen?.NotAfter.ToUniversalTime() ?? DateTime.MaxValue,
            errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch),
            distrust.Length > 0 || (errors.HasFlag(SslPolicyErrors.RemoteCertificateChainErrors) && !isOutOfDate) ? distrust : null,
            isOutOfDate);
    }

    private static List<string> NamesOf(X509Certificate2 certificate)
    {
        var names = certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
            .SelectMany(extension => extension.EnumerateDnsNames().Concat(extension.EnumerateIPAddresses().Select(ip => ip.ToString())))
            .ToList();
        return names.Count > 0 ? names : [certificate.GetNameInfo(X509NameType.SimpleName, forIssuer: false)];
    }
}
