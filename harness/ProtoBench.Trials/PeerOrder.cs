using System.Net;
using ProtoBench.Contract.Tls;
using ProtoBench.Load;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Trials;

/// <summary>What the two sides of a trial are to do.</summary>
/// <param name="Cell">What is driven.</param>
/// <param name="Scenario">Warm-up, duration and time-out.</param>
/// <param name="ListenAddress">Where the server listens, as <see cref="SocketFile.ListenAddress"/> gives it.</param>
/// <param name="Seed">Of an open loop's arrivals.</param>
/// <param name="Sliced">The client idles between the slices it is told to drive.</param>
/// <param name="Qlog">Folder for the events of QUIC connections; null: they are not written.</param>
internal sealed record PeerOrder(Cell Cell, Scenario Scenario, string ListenAddress, ulong Seed, bool Sliced = false, string? Qlog = null)
{
    /// <summary>Processes among which the load is divided; one where it is driven in slices.</summary>
    public int Clients => Sliced ? 1 : Cell.Arm.ClientProcesses ?? 1;

    /// <summary>What the sides do for their machines. Default: nothing, because both run on this one.</summary>
    public HostDuty? Duty { get; init; }

    public ServeOrder ForServer(bool overLink) => new(Cell.Arm, ListenAddress, overLink, Cell.Workload.ServerWork, Qlog)
    {
        Identity = Cell.Arm.Tls && WorkloadCatalog.Of(Cell.Workload.Kind).RestartsServer ? KeptIdentity() : null,
        Duty = Duty,
        Requests = Cell.Workload is { Duplicates: null, ServerResets: 0 } ? null : new LedgerOrder(
            Cell.Workload.Duplicates is not null,
            Cell.Workload.Duplicates == DuplicateRule.Suppress ? Cell.Workload.Remembered ?? Workload.DefaultRemembered : null,
            Cell.Workload.ServerResets),
        CongestionEvery = Sliced ? null : TrialCongestion.IntervalOf(Cell, Scenario.Duration),
    };

    private Cell ShareOf(int number)
    {
        var kind = WorkloadCatalog.Of(Cell.Workload.Kind);
        return ClientShares.Of(Cell, number, Clients, kind.DividesRate) with
        {
            Workload = Clients == 1 ? Cell.Workload : kind.ShareOf(Cell.Workload, number, Clients),
        };
    }

    // As servers keep theirs over a restart, so that clients need to be told nothing.
    private string KeptIdentity()
    {
        using var identity = TlsIdentity.Create(address: (EndPointText.Parse(ListenAddress) as IPEndPoint)?.Address);
        return identity.ServerPem();
    }

    /// <param name="ready">Where the server listens.</param>
    /// <param name="server">The server.</param>
    /// <param name="serverClock">Reads the server's clock on the client's.</param>
    /// <param name="number">Which of the cell's clients, from 0.</param>
    public DriveOrder ForClient(Ready ready, IServingSide server, ClockMap serverClock, int number = 0) => new(
        ShareOf(number),
        ready.EndPoint,
        ready.CertificatePem,
        Scenario.WarmUp,
        Scenario.Duration,
        Scenario.Timeout,
        number == 0 ? Seed : TrialSeed.Derive(Seed, (ulong)number),
        Sliced,
        Qlog,
        // On another machine that number is another process's, or nobody's.
        Duty is null ? server.Peer?.ProcessId : null,
        ServerAnswers: server.Peer?.Introduction is { Version: >= 3 },
        Site: server.Site,
        Client: Scenario.Clients?.FirstOrDefault(client => client.Name == Cell.Arm.Client) is { } program
            ? ClientPlaceholders.Fill(program, ServedPlaces.Of(Cell.Arm, EndPointText.Parse(ready.EndPoint), server.Site))
            : null,
        ServerName: server.NameToResolve,
        ServerClock: serverClock,
        Together: Clients == 1 ? null : new ClientNumber(number, Clients, Cell.Load.InFlight, Seed),
        Duty: Duty,
        ServerLooks: Duty is not null && server.Peer?.Introduction is { Looks: true });
}
