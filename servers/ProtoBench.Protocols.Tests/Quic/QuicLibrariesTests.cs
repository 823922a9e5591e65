
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

    [Theory]
    [InlineData("libnghttp3.so.3", "libnghttp3.so.3 was not found or cannot be loaded; install it with: apt-get install libnghttp3-3")]
    [InlineData(
        "libngtcp2_crypto_gnutls.so.2 libnghttp3.so.3",
        "libngtcp2_crypto_gnutls.so.2, libnghttp3.so.3 were not found or cannot be loaded; install them with: apt-get install "
            + "libngtcp2-crypto-gnutls2 libnghttp3-3")]
    public void What_is_missing_is_named_with_its_package(string missing, string sentence)
    {
        string[] bookworm = ["libgnutls.so.30", "libngtcp2.so.9", "libngtcp2_crypto_gnutls.so.2", "libnghttp3.so.3"];

        var reason = QuicLibraries.WhatIsMissing(file => bookworm.Contains(file) && !missing.Split(' ').Contains(file));

        Assert.Equal("of the QUIC libraries " + sentence, reason);
    }

    [Fact]
    public void Where_nothing_is_there_the_packages_of_both_releases_are_named()
    {
        var reason = QuicLibraries.WhatIsMissing(file => file == "libgnutls.so.30");

        Assert.Contains("libngtcp2-9", reason, StringComparison.Ordinal);
        Assert.Contains("libngtcp2-16", reason, StringComparison.Ordinal);
    }

    [QuicFact]
    public void Versions_are_told() =>
        Assert.Matches(@"^ngtcp2 \d+\.\d+\.\d+, nghttp3 \d+\.\d+\.\d+, gnutls \d+\.\d+\.\d+$", QuicSupport.HttpVersions);
}
