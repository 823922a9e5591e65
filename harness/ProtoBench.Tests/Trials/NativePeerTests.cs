using ProtoBench.Commands;
using ProtoBench.Contract;
using ProtoBench.Machine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Servers;
using Xunit;

namespace ProtoBench.Tests.Trials;

[Collection(ProcessTests.Name)]
[Trait(Lane.Name, Lane.Alone)]
public sealed class NativePeerTests
{
    [NativePeerTheory]
    [InlineData("tcp")]
    [InlineData("http1")]
    [InlineData("http2")]
    [InlineData("http3")]
    [InlineData("websocket")]
    [InlineData("grpc")]
    public async Task Nothing_is_compiled_while_what_was_compiled_before_is_measured(string protocol)
    {
        var result = await RunAsync(protocol, PeerCode.Aot);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        foreach (var side in new[] { result.Client!, result.Server! })
        {
            Assert.Contains(" code=aot ", side.Runtime, StringComparison.Ordinal);
            Assert.Equal(0, side.CompiledMethods);
        }
    }

    [Fact]
    public async Task Who_asks_for_code_that_is_compiled_while_it_runs_gets_it()
    {
        var result = await RunAsync("tcp", PeerCode.Jit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.Contains(" code=jit ", result.Client!.Runtime, StringComparison.Ordinal);
        Assert.Contains(" code=jit ", result.Server!.Runtime, StringComparison.Ordinal);
    }

    [NativePeerTheory]
    [InlineData("tcp")]
    [InlineData("unix")]
    public async Task Blocking_loops_of_both_sides_run_on_threads_that_know_their_socket_only(string protocol)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol);
        scenario = scenario with
        {
            Arms = [scenario.Arms[0] with { Io = IoMode.Blocking }],
            Runtime = scenario.Runtime with { Code = PeerCode.Aot },
            Loads = [new LoadPoint { Name = "closed-2", InFlight = 2 }],
            Duration = TimeSpan.FromSeconds(2),
        };
        var plan = TrialPlans.Of(scenario);
        var trial = new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None);

        // Two connections, on two sides.
        var alone = new HashSet<string>();
        while (alone.Count < 4 && !trial.IsCompleted)
        {
            alone.UnionWith(LoopsAlone());
            await Task.Delay(20);
        }

        var result = await trial.WaitAsync(Patience.LongLimit);

        Assert.True(result.Status == TrialStatus.Succeeded, string.Join("; ", result.Reasons));
        Assert.Equal(4, alone.Count);
    }

    private const int StandardStreams = 3;

    /// <summary>Threads of this process's children that know no descriptor but a socket and the standard streams.</summary>
    private static IEnumerable<string> LoopsAlone()
    {
        foreach (var folder in Directory.EnumerateDirectories("/proc").Where(path => char.IsAsciiDigit(Path.GetFileName(path)[0])))
        {
            List<string> found = [];
            try
            {
                // "1234 (protobench-peer) S 1 ...": the fourth field is its parent (proc(5)).
                var status = File.ReadAllText($"{folder}/stat").Split(')')[^1].Split(' ');
                if (status[2] != $"{Environment.ProcessId}")
                {
                    continue;
                }

                foreach (var thread in Directory.EnumerateDirectories($"{folder}/task"))
                {
                    if (File.ReadAllText($"{thread}/comm").Trim() == "alone")
                    {
                        // It may not have begun yet.
                        if (Directory.EnumerateFileSystemEntries($"{thread}/fd").Count() <= StandardStreams + 1)
                        {
                            found.Add(thread);
                        }
                    }
                }
            }
            catch (IOException)
            {
                // It has ended meanwhile.
            }

            foreach (var one in found)
            {
                yield return one;
            }
        }
    }

    private sealed class NativePeerTheoryAttribute : TheoryAttribute
    {
        public NativePeerTheoryAttribute() =>
            Skip = Executables.NativePeer is null ? "this build's sides were not compiled ahead of time: gcc or clang is missing" : null;
    }

    private static async Task<TrialResult> RunAsync(string protocol, PeerCode code)
    {
        using var folder = new TemporaryFolder();
        var scenario = TrialPlans.Echo(protocol);
        scenario = scenario with { Runtime = scenario.Runtime with { Code = code } };
        var plan = TrialPlans.Of(scenario);
        return await new TrialRunner(scenario, folder.Path, new SideServers(scenario))
            .RunAsync(plan.Trials[0], plan.Cells[0], CancellationToken.None).WaitAsync(Patience.LongLimit);
    }

    [Fact]
    public void A_build_without_it_says_so_and_plans_with_what_it_has()
    {
        var said = new List<string>();
        var asked = TrialPlans.Echo() with { Runtime = new RuntimeSettings { Code = PeerCode.Aot, InlineCompletions = true } };

        Assert.Equal(asked, BuiltCode.Fit(asked, "/somewhere/protobench-peer-aot", said.Add));
        Assert.Empty(said);
        Assert.Equal(new RuntimeSettings { InlineCompletions = true }, BuiltCode.Fit(asked, native: null, said.Add).Runtime);
        Assert.Contains("install gcc or clang", Assert.Single(said), StringComparison.Ordinal);
    }

    [Fact]
    public void Settings_that_only_one_form_has_are_compared_in_that_form_on_both_sides()
    {
        var said = new List<string>();
        var (native, server) = (
            Side(new RuntimeSettings { Code = PeerCode.Aot, InlineCompletions = true }),
            Side(new RuntimeSettings { ServerGc = true, InlineCompletions = true }));

        var sides = BuiltCode.Fit(native, server, said.Add);

        Assert.Equal((PeerCode.Jit, false), (sides.Base.Scenario.Runtime.Code, sides.Base.Scenario.Runtime.ServerGc));
        Assert.Equal(server, sides.New);
        Assert.Contains("server-gc or tiered-pgo", Assert.Single(said), StringComparison.Ordinal);

        // Who compares the forms themselves gets them, where the build has both.
        var forms = BuiltCode.Fit(Side(new RuntimeSettings { Code = PeerCode.Aot }), Side(new RuntimeSettings()), _ => { });
        Assert.Equal(Executables.NativePeer is null, forms.Base.Scenario.Runtime.Code == PeerCode.Jit);

        static PairSide Side(RuntimeSettings runtime)
        {
            var scenario = TrialPlans.Echo() with { Runtime = runtime };
            return new PairSide { Label = "this build", Scenario = scenario, Cells = TrialPlans.Of(scenario).Cells };
        }
    }

    [Fact]
    public void Another_build_may_have_none_and_plays_no_other_unasked()
    {
        using var folder = new TemporaryFolder();
        var application = folder.File("protobench");
        Directory.CreateDirectory(folder.File("peer"));
        File.WriteAllText(folder.File("peer/protobench-peer"), "");

        Assert.Null(Executables.NativeOf(application));
        Assert.Null(Executables.PeerOf(application, PeerCode.Aot));
        var command = new ChildCommand(
            "serve", new RuntimeSettings { Code = PeerCode.Aot }, Processors: null, Enter: [], Patience.LongLimit, application);
        var error = Assert.Throws<TrialFailedException>(() => LocalLauncher.Instance.Launch(new Place(), command));
        Assert.Contains("compiled ahead of time, and the build has none any more", error.Message, StringComparison.Ordinal);

        File.WriteAllText(folder.File("peer/protobench-peer-aot"), "");
        Assert.Equal(folder.File("peer/protobench-peer-aot"), Executables.PeerOf(application, PeerCode.Aot));
        Assert.Equal(folder.File("peer/protobench-peer"), Executables.PeerOf(application, PeerCode.Jit));
    }
}
