using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.LoadShapes;
using ProtoBench.Reading.Scenarios;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.LoadShapes;

public sealed class LoadShapeReadingTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void Shapes_are_load_points_whose_rate_is_their_mean()
    {
        var loads = Read.Scenario(Read.Lines(
            "duration: 4 s\nloads:\n  - { ramp: { from: 100/s, to: 900/s }, arrivals: poisson }\n  - { steps: [100/s, 300/s] }\n"
            + "  - { steps: [ { rate: 100/s, for: 3 s }, { rate: 500/s, for: 1 s } ], name: uneven, in-flight: 4 }\n"
            + "  - { burst: { base: 100/s, size: 20, every: 500 ms } }")).Loads;

        Assert.Equal(["ramp-100-900-poisson", "steps-100-300", "uneven", "burst-100-20"], loads.Select(load => load.Name));
        Assert.Equal([500, 200, 200, 140], loads.Select(load => load.Rate));
        Assert.All(loads, load => Assert.Equal(LoopKind.Open, load.Loop));
        Assert.Equal(new RateRamp(100, 900), loads[0].Shape!.Ramp);
        Assert.Equal((ArrivalLaw.Poisson, 64, 4), (loads[0].Arrivals, loads[0].InFlight, loads[2].InFlight));
        Assert.Equal([new RateStep(100), new RateStep(300)], loads[1].Shape!.Steps!.All);
    }

    [Theory]
    [InlineData("{ ramp: { from: 100/s } }", "PB1101", "a ramp needs 'to'")]
    [InlineData("{ ramp: { from: 1/s, to: 2/s }, open: 5/s }", "PB1307", "'open' and 'ramp' exclude each other")]
    [InlineData("{ steps: [] }", "PB1104", "'steps' is empty")]
    [InlineData("{ steps: [100/s, { rate: 5/s, for: 1 s }] }", "PB1305", "some steps say how long they last and others do not")]
    [InlineData(
        "{ steps: [ { rate: 5/s, for: 1 s } ] }",
        "PB1205",
        "the steps of load point 'steps-5-5' last 1 s together, and a trial measures 3 s")]
    [InlineData("{ burst: { base: 5/s, size: 0, every: 1 s } }", "PB1205", "'size' must be a whole number from 1 to 100,000, not 0")]
    public void Mistakes_are_told(string load, string code, string message)
    {
        var errors = Read.Lines($"duration: 3 s\nloads: [ {load} ]").Errors;

        Assert.Contains(errors, error => error.Code == code && error.Message == message);
    }

    [Fact]
    public void A_recording_stands_beside_the_scenario_and_is_remembered_by_its_hash()
    {
        File.WriteAllText(_folder.File("a.txt"), "0\n100 ms\n200 ms\n300 ms\n");

        var load = Assert.Single(Read.Scenario(Load("{ replay: { file: a.txt, speed: 2, repeat: true } }")).Loads);

        // Four in 0.2 s, again and again.
        var replay = load.Shape!.Replay!;
        Assert.Equal(("replay", 20.0), (load.Name, Math.Round(load.Rate!.Value, 9)));
        Assert.Equal((4, 0.3, 2.0, true, _folder.File("a.txt")), (replay.Count, replay.Seconds, replay.Speed, replay.Repeat, replay.Path));
        Assert.Equal(64, replay.Sha256.Length);
    }

    [Theory]
    [InlineData("0\nlate", "{ replay: { file: a.txt } }", "the arrivals in 'a.txt' cannot be read: line 2 is no time: 'late'")]
    [InlineData("0", "{ replay: { file: b.txt } }", "the arrivals in 'b.txt' cannot be read: there is no such file")]
    [InlineData("0", "{ replay: { file: a.txt, repeat: true } }", "'a.txt' lasts no time, so it cannot be repeated")]
    [InlineData("0", "{ replay: { file: a.txt }, arrivals: poisson }", "'arrivals' has no meaning without 'open' or 'search' or 'ramp' or "
        + "'steps' or 'burst'")]
    public void A_recording_that_cannot_be_played_is_an_error(string text, string load, string message)
    {
        File.WriteAllText(_folder.File("a.txt"), text);

        var error = Assert.Single(Load(load).Errors);

        Assert.Equal((4, message), (error.Line, error.Message));
    }

    [Fact]
    public void Events_messages_one_way_and_slices_have_no_shape()
    {
        var text = "title: Which?\nprotocols: [tcp]\nworkloads:\n  a: {}\n  b: { kind: push }\n  c: { kind: stream, way: down }\n"
            + "loads: [ { ramp: { from: 10/s, to: 20/s }, in-flight: 1 } ]\ndesign: interleaved\n";
        var plan = PlanBuilder.Build(Read.Scenario(Read.Text(text)), ProtoBench.Protocols.ProtocolCatalog.All, WorkloadCatalog.All);

        Assert.Equal(
            [null, "the server paces events, at one rate", "messages one way are paced by their sender, at one rate"],
            plan.Cells.Select(cell => cell.NotApplicable));
        Assert.All(plan.Trials, trial => Assert.Null(trial.Round));
    }

    public void Dispose() => _folder.Dispose();

    private ScenarioReading Load(string load)
    {
        File.WriteAllText(
            _folder.File("case.yaml"), $"title: Which?\nprotocols: [tcp, http2]\nworkloads: {{ echo: {{}} }}\nloads: [ {load} ]\n");
        return ScenarioFile.Load(_folder.File("case.yaml"), ScenarioOverrides.None, Read.Vocabulary);
    }
}
