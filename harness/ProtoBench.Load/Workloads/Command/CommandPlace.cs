using System.Globalization;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Native;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>
/// Where the programs of a trial run, and what makes sure that nothing of them outlives it: this process adopts what loses its parent, and
/// a companion ends what bears our mark when this process is killed. For a process that has no other children.
/// </summary>
internal sealed class CommandPlace : IDisposable
{
    private const string Mark = "PROTOBENCH_CLIENT";
    private const string LaneMark = "PROTOBENCH_LANE";

    private readonly string _folder;
    private readonly ProgramSweeper _sweeper;
    private readonly int _stop;

    /// <exception cref="ProgramException">Something is missing.</exception>
    public CommandPlace(DriveOrder order)
    {
        var client = order.Client ?? throw new ArgumentException("there is no program to run", nameof(order));
        if (!ProcessCalls.BecomeSubreaper())
        {
            throw new ProgramException(
                "the kernel does not let a process adopt what its children leave behind (prctl PR_SET_CHILD_SUBREAPER, Linux 3.4)");
        }

        var mark = KeyValuePair.Create(Mark, Guid.NewGuid().ToString("N"));
        _folder = ProgramFolder.Create();
        _stop = Libc.EventDescriptor(0, Libc.OpenCloseOnExec);
        var lanes = new List<CommandLane>();
        Lanes = lanes;
        try
        {
            _sweeper = ProgramSweeper.Start(
                Executables.Peer, [Path.GetFileName(Executables.Peer), "sweep", $"{mark.Key}={mark.Value}", _folder]);
            var authority = AuthorityFile(order);
            for (var i = 0; i < order.Cell.Load.InFlight; i++)
            {
                var number = i.ToString(CultureInfo.InvariantCulture);
                var places = new ClientPlaces { Authority = authority, Folder = Path.Combine(_folder, number) };
                lanes.Add(new CommandLane(
                    client, places, order.Timeout, _stop, [mark, KeyValuePair.Create(LaneMark, $"{mark.Value}.{number}")]));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public IReadOnlyList<CommandLane> Lanes { get; }

    /// <summary>The process that is beside the programs, and none of them.</summary>
    public int Companion => _sweeper.ProcessId;

    /// <summary>Ends every run that is under way.</summary>
    public void GiveUp() => Libc.Write(_stop, BitConverter.GetBytes(1L), sizeof(long));

    /// <summary>Ends everything that was started, and removes the folder. Nobody runs anything any more.</summary>
    public void Dispose()
    {
        EndAll();
        foreach (var lane in Lanes)
        {
            lane.Dispose();
        }

        ProgramFolder.Remove(_folder);
        _sweeper?.Dispose();
        ProcessCalls.ReapAll();
        _ = Libc.Close(_stop);
    }

    private void EndAll()
    {
        var deadline = LoadClock.Now + (long)ProgramSweeper.KillingLimit.TotalNanoseconds;
        while (ProcessTree.Below(Environment.ProcessId).Where(process => process != _sweeper?.ProcessId).ToList() is { Count: > 0 } left
            && LoadClock.Now < deadline)
        {
            left.ForEach(process => ProcessCalls.Signal(process, ProcessCalls.Kill));
            Thread.Sleep(1);
        }
    }

    private string AuthorityFile(DriveOrder order)
    {
        var path = Path.Combine(_folder, "ca.pem");
        File.WriteAllText(path, order.CertificatePem ?? order.Site?.Trust?.AuthorityPem ?? "");
        return path;
    }
}
