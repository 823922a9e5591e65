using ProtoBench.Machine;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Commands;

/// <summary>
/// Holds what a scenario asks of its sides' code against what the builds have: a plan says what will run, so that its conditions are true.
/// </summary>
internal static class BuiltCode
{
    /// <summary>The scenario with code that this build has.</summary>
    /// <param name="scenario">As it was read.</param>
    /// <param name="native">This build's peer that was compiled ahead of time; null: it has none.</param>
    /// <param name="tell">Takes the sentence that says so.</param>
    public static Scenario Fit(Scenario scenario, string? native, Action<string> tell)
    {
        if (scenario.Runtime.Code != PeerCode.Aot || native is not null)
        {
            return scenario;
        }

        tell($"{scenario.Name}: this build's sides compile while they run (code: jit), because it was built without a linker or with "
            + "-p:Fast=true; for a shorter warm-up install gcc or clang and build again");
        return Jit(scenario);
    }

    /// <summary>
    /// Both sides of a comparison with code that both builds have, and that the settings of both can be had with: two forms of one program
    /// differ by a tenth.
    /// </summary>
    public static (PairSide Base, PairSide New) Fit(PairSide before, PairSide after, Action<string> tell)
    {
        if (IsUnlikeBySettings(before.Scenario.Runtime, after.Scenario.Runtime))
        {
            tell("both sides compile while they run (code: jit): what they differ in, server-gc or tiered-pgo, one of them can have in no "
                + "other form");
            return (before with { Scenario = Jit(before.Scenario) }, after with { Scenario = Jit(after.Scenario) });
        }

        var lacking = new[] { before, after }.FirstOrDefault(
            side => side.Scenario.Runtime.Code == PeerCode.Aot
                && (side.Executable is { } executable ? Executables.NativeOf(executable) : Executables.NativePeer) is null);
        if (lacking is null)
        {
            return (before, after);
        }

        tell($"the sides compile while they run (code: jit): the build {lacking.Label} has none that was compiled ahead of time");
        return (before with { Scenario = Jit(before.Scenario) }, after with { Scenario = Jit(after.Scenario) });
    }

    private static bool IsUnlikeBySettings(RuntimeSettings before, RuntimeSettings after) =>
        before.Code != after.Code && (before.ServerGc != after.ServerGc || before.TieredPgo != after.TieredPgo);

    private static Scenario Jit(Scenario scenario) => scenario with { Runtime = scenario.Runtime with { Code = PeerCode.Jit } };
}
