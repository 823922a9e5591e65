using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Kinds;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>
/// A program of the user's, the arm's client, run again and again in fresh processes. A run is its exchange: from just before it is started
/// until it has ended.
/// </summary>
internal sealed class CommandKind : IDrivenKind
{
    public string Name => "command";

    public string Meaning => "the arm's client, a program under clients, run again and again.";

    public string Called => "a run of a program";

    public string Single => "run";

    public string WrongResponse => "did not succeed";

    public string NoResponse => "did not end in time";

    public bool RunsPrograms => true;

    public WorkloadMeasure Measures => WorkloadMeasure.Exchanges;

    public IReadOnlyList<WorkloadKey> Keys => [];

    public string KeysHint => "what is sent, and over how many connections, is up to the program";

    public string? WhyNotAt(Workload workload, LoadPoint load) =>
        load.Shape is null ? null : "programs are started at one rate";

    public string WhyNotInSlices => "a run of a program goes from its start to its end";

    public string? WhyNotForeign => null;

    public IReadOnlyList<WorkloadFigure> Figures => CommandFigures.All;

    public WorkloadFigure Decisive => CommandFigures.WallTime;

    public IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [];

    public string Describe(Workload workload) => "runs of the client's program, each in a fresh process";

    /// <summary>What the scenario says of them: a program tells nobody what it negotiated.</summary>
    public ConnectionFacts FactsOf(DriveOrder order) => new()
    {
        Protocol = $"{order.Cell.Arm.Protocol}, as the scenario says",
        Client = $"program '{order.Client?.Name}'",
        Tls = order.Cell.Arm.Tls ? "as the program chose" : null,
        Io = order.Cell.Arm.Io,
    };

    public ILoadLoop CreateLoop(DriveOrder order, ConnectionSet connections, CancellationToken abandoned) =>
        new CommandLoop(order, abandoned);

    public IEnumerable<string> FaultsOf(Measurement measurement)
    {
        if (measurement.Outcomes.Completed == 0 && measurement.Outcomes.Failed == 0)
        {
            yield return "the duration is too short: no run ended in it, nor within the time-out behind it";
        }
    }
}
