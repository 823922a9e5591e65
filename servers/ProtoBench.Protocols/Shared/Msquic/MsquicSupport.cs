using System.Net.Quic;
using System.Runtime.Versioning;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>Can this machine speak QUIC through .NET's System.Net.Quic, which needs Microsoft's libmsquic?</summary>
internal static class MsquicSupport
{
    private const string Library = "libmsquic.so";

    // learn.microsoft.com/dotnet/fundamentals/networking/quic/quic-overview: 2.2 or later, from packages.microsoft.com; Debian has none.
    private const string Remedy =
        "install it with: . /etc/os-release && curl -sSLO "
            + "https://packages.microsoft.com/config/$ID/$VERSION_ID/packages-microsoft-prod.deb && "
        + "dpkg -i packages-microsoft-prod.deb && apt-get update && apt-get install libmsquic (Debian and Ubuntu)";

    /// <summary>The one platform ProtoBench measures on, and the guard of everything here that calls System.Net.Quic.</summary>
    [SupportedOSPlatformGuard("linux")]
    public static bool IsSupported => OperatingSystem.IsLinux() && QuicConnection.IsSupported;

    /// <summary>Null when it can, otherwise why not and what to install.</summary>
    public static string? UnsupportedReason => IsSupported
        ? null
        : ".NET's QUIC found no libmsquic.so.2 it can use (2.2 or later, with libnuma1 and OpenSSL 3); " + Remedy;

    /// <summary>For example <c>msquic 2.5.10</c>. Only where it is supported.</summary>
    public static string Versions { get; } = IsSupported ? VersionIn(File.ReadLines("/proc/self/maps")) : "";

    /// <summary>
    /// System.Net.Quic tells nobody which libmsquic it loaded; the kernel does: maps (proc(5)) has the file behind the link libmsquic.so.2,
    /// and its name ends with the version.
    /// </summary>
    internal static string VersionIn(IEnumerable<string> maps)
    {
        var path = maps.Select(line => line[(line.IndexOf('/', StringComparison.Ordinal) + 1)..])
            .FirstOrDefault(path => Path.GetFileName(path).StartsWith(Library, StringComparison.Ordinal));
        return Path.GetFileName(path)?[Library.Length..].TrimStart('.') is { Length: > 0 } version ? $"msquic {version}" : "msquic";
    }
}
