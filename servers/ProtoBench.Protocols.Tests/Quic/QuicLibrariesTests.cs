
using ProtoBench.Quic;
using ProtoBench.Quic.Native;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>The loaded libraries are known ones, and others would be refused with a sentence.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class QuicLibrariesTests
{
    [QuicFact]
    public void The_loaded_libraries_name_their_errors_and_place_their_defaults_as_expected()
    {
        Assert.Null(QuicLibraries.CheckErrors(QuicLibraries.Errors, QuicLibraries.Http3Errors));
        Assert.Null(QuicLibraries.CheckDefaults(QuicLibraries.Layout));
    }

    [QuicFact]
    public void Libraries_with_other_error_numbers_are_refused()
    {
        var foreign = QuicLibraries.Generation == 1 ? Ngtcp2Errors.Generation0 : Ngtcp2Errors.Generation1;

        var reason = QuicLibraries.CheckErrors(foreign, QuicLibraries.Http3Errors);

        Assert.Contains("ERR_STREAM_ID_BLOCKED", reason, StringComparison.Ordinal);
        Assert.Contains("apt-get install", reason, StringComparison.Ordinal);
    }

    [QuicFact]
    public void Libraries_with_another_layout_are_refused()
    {
        var foreign = QuicLibraries.Generation == 1 ? Ngtcp2Layout.Generation0 : Ngtcp2Layout.Generation1;

        Assert.Contains("unknown way", QuicLibraries.CheckDefaults(foreign), StringComparison.Ordinal);
    }

    [QuicFact]
    public void Versions_are_told() =>
        Assert.Matches(@"^ngtcp2 \d+\.\d+\.\d+, nghttp3 \d+\.\d+\.\d+, gnutls \d+\.\d+\.\d+$", QuicSupport.HttpVersions);
}
