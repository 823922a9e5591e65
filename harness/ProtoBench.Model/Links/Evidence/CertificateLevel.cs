namespace ProtoBench.Model.Links.Evidence;

/// <summary>How much time a certificate may take.</summary>
public enum CertificateLevel
{
    /// <summary>One to three seconds, before every trial.</summary>
    Quick,

    /// <summary>About half a minute and at least 50,000 packets where the rate allows them.</summary>
    Full,
}
