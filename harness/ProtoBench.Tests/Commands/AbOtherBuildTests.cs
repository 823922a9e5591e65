using System.Diagnostics;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Other builds are this one behind a script that changes what it says of itself.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class AbOtherBuildTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public AbOtherBuildTests() => File.WriteAllText(_folder.File("short.yaml"), """
        title: Did it become slower?
        protocols: [tcp]
        workloads:
          echo: { request: 64 B, response: 64 B }
        loads: [ { closed: 1 } ]
        duration: 300 ms
        warm-up: { min: 100 ms, max: 200 ms }
        """);

    [Fact]
    public async Task A_build_from_before_servers_watched_their_compiler_is_a_side_like_any_other()
    {
        var old = Build("""
            [ "$1" = hello ] && exit 2
            {peer} "$@" | sed -u -e 's/"version":3/"version":2/' -e 's/,"build":.*/}/'
            """);

        using var ab = await AbAsync("--base", old);

        // 4: on a busy machine slices this short may hold too few exchanges for a percentile.
        Assert.True(ab.ExitCode is 0 or 1 or 4 or 5, ab.Error + ab.Output);
        var pairs = PairFolder.Read(_folder.File("out")).Pairs;
        Assert.Equal(3, pairs.Count);
        Assert.All(pairs, pair => Assert.True(pair.Counts, string.Join("; ", pair.New.Reasons)));
    }

    [Fact]
    public async Task A_server_and_a_client_of_different_builds_fail_their_pairs()
    {
        var mixed = Build("""
            if [ "$1" = drive ]; then {peer} "$@" | sed -u 's/"build":"[0-9a-f]*"/"build":"another"/'; else exec {peer} "$@"; fi
            """);

        using var ab = await AbAsync("--base", mixed);

        Assert.Equal(4, ab.ExitCode);
        Assert.Contains("and the client of another: both must be of one build", ab.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("s/\"version\":3/\"version\":1/", "speaks contract 1, and this program speaks 2 to 3: compare with a newer build of it")]
    [InlineData("s/\"version\":3/\"version\":9/", "speaks contract 9, and this program only 2 to 3: start the comparison from the newer")]
    [InlineData("s/\"tcp\"/\"elsewise\"/", "does not know tcp")]
    [InlineData("s/\"cannot\":{/\"cannot\":{\"tcp\":\"no sockets here\",/", "cannot run tcp: no sockets here")]
    public async Task A_build_that_cannot_play_its_side_is_refused_before_anything_starts(string change, string complaint)
    {
        using var ab = await AbAsync("--new", Build($"{{peer}} \"$@\" | sed -u '{change}'"));

        Assert.Equal(2, ab.ExitCode);
        Assert.Contains("--new: the build", ab.Error, StringComparison.Ordinal);
        Assert.Contains(complaint, ab.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists(_folder.File("out")));
    }

    public void Dispose() => _folder.Dispose();

    private Task<ProtobenchProcess> AbAsync(params string[] arguments) =>
        ProtobenchProcess.RunAsync(_folder.Path, ["ab", "short.yaml", "-o", "out", "--pairs", "3", "--confirm", "0", .. arguments]);

    private string Build(string script)
    {
        var command = _folder.File("other/protobench");
        var peer = _folder.File("other/peer/protobench-peer");
        Directory.CreateDirectory(Path.GetDirectoryName(peer)!);
        File.WriteAllText(command, "#!/bin/sh\nexit 2\n");
        File.WriteAllText(
            peer, "#!/bin/sh\n" + script.Replace("{peer}", ProtoBench.Machine.Executables.Peer, StringComparison.Ordinal) + "\n");
        using var chmod = Process.Start("chmod", ["+x", command, peer])!;
        chmod.WaitForExit();
        return command;
    }
}
