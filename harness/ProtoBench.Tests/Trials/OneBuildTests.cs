using ProtoBench.Load.Children;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Trials;

public sealed class OneBuildTests
{
    [Fact]
    public void Peers_of_one_build_pass_again_and_again()
    {
        var build = new OneBuild();
        build.Check(Of("a"), Of("a"));
        build.Check(Of("a"), Of("a"));
        build.Check(server: null, Of("a"));
    }

    [Fact]
    public void Peers_that_were_not_built_with_the_program_that_starts_them_are_told()
    {
        new OneBuild("a").Check(Of("a"), Of("a"));
        var error = Assert.Throws<TrialFailedException>(() => new OneBuild("a").Check(Of("b"), Of("b")));

        Assert.Contains("of build b and this program was built with a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_server_and_a_client_of_different_builds_are_told()
    {
        var error = Assert.Throws<TrialFailedException>(() => new OneBuild().Check(Of("a"), Of("b")));

        Assert.Contains("the server is of build a and the client of b", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_build_made_in_the_middle_of_a_run_is_told()
    {
        var build = new OneBuild();
        build.Check(Of("a"), Of("a"));
        var error = Assert.Throws<TrialFailedException>(() => build.Check(Of("b"), Of("b")));

        Assert.Contains("of build b and those of earlier trials were of a", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Peers_from_before_builds_were_told_pass_but_do_not_mix_with_others()
    {
        var build = new OneBuild();
        build.Check(Of(null), Of(null));

        var error = Assert.Throws<TrialFailedException>(() => build.Check(Of(null), Of("a")));

        Assert.Contains("contract 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_hash_of_a_build_follows_from_every_assembly()
    {
        var (one, two) = (Guid.NewGuid(), Guid.NewGuid());

        Assert.Equal(PeerBuild.Of(one, two), PeerBuild.Of(one, two));
        Assert.NotEqual(PeerBuild.Of(one, two), PeerBuild.Of(one, Guid.NewGuid()));
        Assert.NotEqual(PeerBuild.Of(one, two), PeerBuild.Of(two, one));
        Assert.Equal(PeerBuild.With(typeof(OneBuildTests).Assembly), PeerBuild.With(typeof(OneBuildTests).Assembly));
    }

    [Theory]
    [InlineData(1, "compare with a newer build")]
    [InlineData(ChildMessage.Contract + 1, "from the newer of the two")]
    public void A_contract_that_is_not_spoken_is_refused_with_a_remedy(int version, string remedy) =>
        Assert.Contains(remedy, PeerContract.WhyNot(version), StringComparison.Ordinal);

    [Theory]
    [InlineData(ChildMessage.OldestContract)]
    [InlineData(ChildMessage.Contract)]
    public void A_contract_that_is_spoken_is_not(int version) => Assert.Null(PeerContract.WhyNot(version));

    private static Hello Of(string? build) => new(build is null ? 2 : 3, "serve", 1, "0", ".NET", build);
}
