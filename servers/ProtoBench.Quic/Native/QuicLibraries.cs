using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.InteropServices.Marshalling;

namespace ProtoBench.Quic.Native;

/// <summary>
/// Finds the ngtcp2, nghttp3 and gnutls libraries of this machine and refuses what it does not know: an unknown soname is never tried, and
/// a known one must give every error number its expected name and every default its expected place before the first connection is made.
/// </summary>
internal static unsafe class QuicLibraries
{
    private const string Remedy =
        "install them with: apt-get install libngtcp2-9 libngtcp2-crypto-gnutls2 libnghttp3-3 (Debian 12) or "
        + "libngtcp2-16 libngtcp2-crypto-gnutls8 libnghttp3-9 (Debian 13)";

    private static readonly QuicLibraryFile Tls = new("libgnutls.so.30", "libgnutls30 (Debian 13: libgnutls30t64)");

    // The package beside each file: packages.debian.org, suites bookworm and trixie.
    private static readonly QuicLibraryFile[][] Generations =
    [
        [
            Tls, new("libngtcp2.so.9", "libngtcp2-9"), new("libngtcp2_crypto_gnutls.so.2", "libngtcp2-crypto-gnutls2"),
            new("libnghttp3.so.3", "libnghttp3-3"),
        ],
        [
            Tls, new("libngtcp2.so.16", "libngtcp2-16"), new("libngtcp2_crypto_gnutls.so.8", "libngtcp2-crypto-gnutls8"),
            new("libnghttp3.so.9", "libnghttp3-9"),
        ],
    ];

    private static readonly Dictionary<string, nint> Handles = [];
    private static readonly Lazy<string?> Problem = new(Load);

    /// <summary>Why QUIC cannot run here, with the remedy, or null when it can.</summary>
    public static string? UnsupportedReason => Problem.Value;

    /// <summary>0 for ngtcp2 0.12 with nghttp3 0.8, 1 for 1.x of both.</summary>
    public static int Generation { get; private set; }

    public static Ngtcp2Errors Errors { get; private set; } = Ngtcp2Errors.Generation0;

    public static Nghttp3Errors Http3Errors { get; private set; } = Nghttp3Errors.Generation0;

    public static Ngtcp2Layout Layout { get; private set; } = Ngtcp2Layout.Generation0;

    /// <summary>For example <c>ngtcp2 0.12.1, nghttp3 0.8.0, gnutls 3.7.9</c>.</summary>
    public static string Versions { get; private set; } = "";

    /// <summary>For example <c>ngtcp2 0.12.1, gnutls 3.7.9</c>: what speaks plain QUIC.</summary>
    public static string TransportVersions { get; private set; } = "";

    public static void RequireSupported()
    {
        if (UnsupportedReason is { } reason)
        {
            throw new PlatformNotSupportedException(reason);
        }
    }

    /// <summary>Address of a function of the TLS glue that ngtcp2 calls directly, without passing through managed code.</summary>
    public static nint CryptoExport(string name) => NativeLibrary.GetExport(Handles[Ngtcp2.CryptoLibrary], name);

    private static string? Load()
    {
        if (!OperatingSystem.IsLinux() || !Environment.Is64BitProcess)
        {
            return "the ngtcp2 backend needs 64-bit Linux (it uses epoll, UDP GSO and GRO)";
        }

        NativeLibrary.SetDllImportResolver(typeof(QuicLibraries).Assembly, Resolve);
        return TryGeneration(1) || TryGeneration(0) ? Check() : WhatIsMissing(file => NativeLibrary.TryLoad(file, out _));
    }

    /// <summary>
    /// Names the files that are missing, with their packages: of the generation of which the most is here; where nothing of either is, of
    /// both.
    /// </summary>
    /// <param name="isHere">Can a library be loaded by its soname?</param>
    internal static string WhatIsMissing(Predicate<string> isHere)
    {
        var missing = Generations.Select(files => files.Where(file => !isHere(file.Soname)).ToArray()).ToArray();
        var (old, young) = (missing[0], missing[1]);
        if (old.Length == young.Length)
        {
            return "the QUIC libraries ngtcp2 (libngtcp2.so.16 or .so.9), its gnutls glue and nghttp3 were not found; " + Remedy;
        }

        var nearest = old.Length < young.Length ? old : young;
        return $"of the QUIC libraries {string.Join(", ", nearest.Select(file => file.Soname))} "
            + $"{(nearest.Length == 1 ? "was" : "were")} not found or cannot be loaded; install "
            + $"{(nearest.Length == 1 ? "it" : "them")} with: apt-get install {string.Join(' ', nearest.Select(file => file.Package))}";
    }

    private static bool TryGeneration(int generation)
    {
        var files = Generations[generation];
        var handles = new nint[files.Length];
        for (var i = 0; i < files.Length; i++)
        {
            if (!NativeLibrary.TryLoad(files[i].Soname, out handles[i]))
            {
                return false;
            }
        }

        Handles[Gnutls.Library] = handles[0];
        Handles[Ngtcp2.Library] = handles[1];
        Handles[Ngtcp2.CryptoLibrary] = handles[2];
        Handles[Nghttp3.Library] = handles[3];
        Generation = generation;
        Errors = generation == 1 ? Ngtcp2Errors.Generation1 : Ngtcp2Errors.Generation0;
        Http3Errors = generation == 1 ? Nghttp3Errors.Generation1 : Nghttp3Errors.Generation0;
        Layout = generation == 1 ? Ngtcp2Layout.Generation1 : Ngtcp2Layout.Generation0;
        return true;
    }

    private static nint Resolve(string name, Assembly assembly, DllImportSearchPath? path) => Handles.GetValueOrDefault(name);

    private static string? Check()
    {
        var transport = VersionOf(Ngtcp2.ngtcp2_version(0));
        var http = VersionOf(Nghttp3.nghttp3_version(0));
        var tls = Text(Gnutls.gnutls_check_version(null));
        TransportVersions = $"ngtcp2 {transport}, gnutls {tls}";
        Versions = $"ngtcp2 {transport}, nghttp3 {http}, gnutls {tls}";
        return CheckErrors(Errors, Http3Errors) ?? CheckDefaults(Layout);
    }

    internal static string? CheckErrors(Ngtcp2Errors transport, Nghttp3Errors http)
    {
        foreach (var (code, name) in transport.Names)
        {
            var actual = Text(Ngtcp2.ngtcp2_strerror(code));
            if (actual != name)
            {
                return $"this build of {TransportVersions} calls error {code} '{actual}' where '{name}' is expected; {Remedy}";
            }
        }

        foreach (var (code, name) in http.Names)
        {
            var actual = Text(Nghttp3.nghttp3_strerror(code));
            if (actual != name)
            {
                return $"this build of {Versions} calls error {code} '{actual}' where '{name}' is expected; {Remedy}";
            }
        }

        return null;
    }

    // The defaults are fixed by ngtcp2.h (NGTCP2_DEFAULT_*) and RFC 9000, section 18.2: finding them where they are expected shows the
    // layout.
    internal static string? CheckDefaults(Ngtcp2Layout layout)
    {
        const ulong Millisecond = 1_000_000;
        var settings = stackalloc byte[Ngtcp2Layout.BufferBytes];
        new Span<byte>(settings, Ngtcp2Layout.BufferBytes).Clear();
        Ngtcp2.ngtcp2_settings_default_versioned(1, settings);
        var parameters = stackalloc byte[Ngtcp2Layout.BufferBytes];
        new Span<byte>(parameters, Ngtcp2Layout.BufferBytes).Clear();
        Ngtcp2.ngtcp2_transport_params_default_versioned(1, parameters);
        var layoutHolds = *(int*)(settings + layout.CongestionControl) == 1
            && *(ulong*)(settings + layout.InitialRtt) == 333 * Millisecond
            && *(ulong*)(settings + layout.AckThreshold) == 2
            && *(ulong*)(settings + layout.MaxUdpPayload) is >= 1200 and <= 1500
            && *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxUdpPayload) == 65527
            && *(ulong*)(parameters + Ngtcp2Layout.ParamsAckDelayExponent) == 3
            && *(ulong*)(parameters + Ngtcp2Layout.ParamsMaxAckDelay) == 25 * Millisecond
            && *(ulong*)(parameters + Ngtcp2Layout.ParamsActiveCidLimit) == 2;
        return layoutHolds ? null : $"this build of {TransportVersions} lays out its settings in an unknown way; {Remedy}";
    }

    // ngtcp2_info and nghttp3_info: int age, int version_num, const char *version_str.
    private static string VersionOf(byte* information) => Text(*(byte**)(information + 8));

    public static string Text(byte* text) => Utf8StringMarshaller.ConvertToManaged(text) ?? "";

    private sealed record QuicLibraryFile(string Soname, string Package);
}
