using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Shared.Sites;

/// <summary>The address of a server that is not ours, as requests to it name it.</summary>
internal static class SiteAddress
{
    /// <summary>Scheme, host and port.</summary>
    public static Uri Of(ForeignSite site, bool secure)
    {
        // An IPv6 address stands in brackets (RFC 3986, 3.2.2).
        var host = site.Host.Contains(':', StringComparison.Ordinal) && !site.Host.StartsWith('[') ? $"[{site.Host}]" : site.Host;
        return new Uri($"{(secure ? "https" : "http")}://{host}:{site.Port}");
    }

    /// <summary>What stands in Host and <c>:authority</c>: the port is left out where it is the scheme's own (RFC 9110, 7.2).</summary>
    public static string HostOf(ForeignSite site, bool secure)
    {
        var address = Of(site, secure);
        return address.HostNameType != UriHostNameType.Dns ? address.Authority
            : address.IsDefaultPort ? address.IdnHost
            : $"{address.IdnHost}:{address.Port}";
    }
}
