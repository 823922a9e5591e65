using System.Globalization;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Model.Text;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Trials.Doctor;

/// <summary>What <c>protobench doctor --hosts</c> says of what it saw of a host. Pure.</summary>
internal static class HostFindings
{
    // A plain login shell answers in 0.1 s over a connection that is held, on a busy machine; every command of a trial waits as long.
    private static readonly TimeSpan SlowLogin = TimeSpan.FromSeconds(0.5);

    // What a server used is read at the ends of the window on the client's clock: an error of this size is a thousandth of a short window.
    private static readonly TimeSpan WideBound = TimeSpan.FromMilliseconds(1);

    private const int PortsTold = 6;

    /// <summary>Something that failed, with what its message says of the way out.</summary>
    /// <param name="host">Name of the host.</param>
    /// <param name="subject">What was looked at.</param>
    /// <param name="error">What came of it; what stands behind its last semicolon is the remedy.</param>
    /// <param name="remedy">The remedy where there is no semicolon.</param>
    public static Finding Failed(string host, string subject, TrialFailedException error, string remedy) =>
        error.Message.LastIndexOf("; ", StringComparison.Ordinal) is > 0 and var at
            ? new(FindingSeverity.Error, $"{host} {subject}", error.Message[..at], error.Message[(at + 2)..])
            : new(FindingSeverity.Error, $"{host} {subject}", error.Message, remedy);

    public static Finding Reached(string host, TimeSpan took) =>
        new(FindingSeverity.Ok, $"{host} reached", $"by ssh without a question, in {Time(took)}");

    /// <param name="host">Name of the host.</param>
    /// <param name="took">The shortest time of a command that does nothing; null: it was refused.</param>
    public static Finding Login(string host, TimeSpan? took) => took switch
    {
        null => new(FindingSeverity.Ok, $"{host} key", "limited: it does not permit 'true'; what ProtoBench asks for is tried below"),
        { } time when time > SlowLogin => new(
            FindingSeverity.Warning,
            $"{host} login",
            $"'ssh {host} true' takes {Time(time)}, and so does every start of a side",
            "something in its shell's start-up files takes the time: begin ~/.bashrc there with: case $- in *i*) ;; *) return ;; esac"),
        { } time => new(FindingSeverity.Ok, $"{host} login", $"'ssh {host} true' takes {Time(time)}; the key permits any command"),
    };

    /// <summary>What the host said of itself.</summary>
    public static IEnumerable<Finding> Machine(Host host, HostFacts facts)
    {
        var name = host.Name;
        yield return new(FindingSeverity.Ok, $"{name} system", $"Linux {facts.Kernel}, {facts.Architecture}");
        yield return ProcessorSplit.ParseList(facts.Processors).Count >= 2
            ? new(FindingSeverity.Ok, $"{name} processors", facts.Processors)
            : new(
                FindingSeverity.Warning,
                $"{name} processors",
                $"only {facts.Processors}: a side shares it with all else that runs there",
                "use a host with two processors or more");
        yield return facts.Governor switch
        {
            "none" => new(FindingSeverity.Ok, $"{name} frequency", "not ours to set (a virtual machine?)"),
            "performance" => new(FindingSeverity.Ok, $"{name} frequency", "governor 'performance'"),
            var other => new(
                FindingSeverity.Warning,
                $"{name} frequency",
                $"governor '{other}' changes the clock during a trial",
                $"on {name}: cpupower frequency-set -g performance"),
        };
        yield return facts.OwnPids
            ? new(FindingSeverity.Ok, $"{name} processes", "the kernel ends all that a side has started together with it")
            : new(
                FindingSeverity.Warning,
                $"{name} processes",
                "a process that a side leaves behind is not ended with it",
                "log in there as root, or permit user namespaces: sysctl -w kernel.unprivileged_userns_clone=1");
        yield return (host.Address ?? facts.Address) is { Length: > 0 } address
            ? new(
                FindingSeverity.Ok,
                $"{name} address",
                $"{address}{(host.Ports is { } ports ? $", ports {ports}" : ", any free port")}"
                    + (host.Address is null ? ", the one it was reached at" : ""))
            : new(
                FindingSeverity.Error,
                $"{name} address",
                "it does not tell at which address it was reached",
                $"name the one of the network to measure: --hosts {name}=10.0.0.1");
    }

    /// <summary>What the build said that was copied there.</summary>
    public static IEnumerable<Finding> Build(string host, Hello? hello, bool lacksRuntime)
    {
        yield return new(
            FindingSeverity.Ok,
            $"{host} build",
            (lacksRuntime ? "copied there with its runtime, because .NET is missing" : "copied there")
                + $", and runs: {hello?.Fingerprint?.Runtime ?? "on .NET"}");
        if (hello?.Capabilities is { Cannot.Count: > 0 } capabilities)
        {
            foreach (var reason in capabilities.Cannot.GroupBy(one => one.Value, one => one.Key))
            {
                yield return new(
                    FindingSeverity.Warning, $"{host} protocols", $"cannot run there: {string.Join(", ", reason.Order())}", reason.Key);
            }
        }
    }

    /// <summary>What idle processors do while trials run there, and what else does.</summary>
    /// <param name="host">Name of the host.</param>
    /// <param name="hello">What the build said that was copied there.</param>
    public static IEnumerable<Finding> Quiet(string host, Hello? hello)
    {
        if (hello?.Machine is { } machine)
        {
            var (found, remedy) = PollingProcessors.WhyHalted(machine.Processors, "log in there as root");
            yield return machine.Idle == Fingerprint.IdleAwake
                ? new(FindingSeverity.Ok, $"{host} idle", "processors are kept awake while trials run")
                : new(FindingSeverity.Warning, $"{host} idle", found, remedy);
        }

        if (hello?.Load is { } load)
        {
            var text = string.Join(", ", MachineText.Before(load));
            yield return MachineStates.IsBusyBefore(load)
                ? new(
                    FindingSeverity.Warning,
                    $"{host} other load",
                    text,
                    "stop what else runs there (top shows it); results will be noisy")
                : new(FindingSeverity.Ok, $"{host} other load", text);
        }
    }

    /// <summary>How its clock is read.</summary>
    public static Finding Clock(string host, ClockMap map) => map switch
    {
        { BoundNanoseconds: 0, Nanoseconds: 0 } => new(FindingSeverity.Ok, $"{host} clock", "this machine's own"),
        { } far when far.BoundNanoseconds > WideBound.TotalNanoseconds => new(
            FindingSeverity.Warning,
            $"{host} clock",
            $"{Offset(far)}: what a server uses in a short window is less certain",
            "a nearer controller, or less to do on the hosts, narrows it; one-way times less certain than a tenth are not told"),
        { } far => new(FindingSeverity.Ok, $"{host} clock", Offset(far)),
    };

    /// <summary>Ports where something else listens, or where nothing can.</summary>
    public static Finding? Refused(Host host, IReadOnlyDictionary<int, string> refused, bool all)
    {
        if (refused.Count == 0)
        {
            return null;
        }

        var found = $"servers cannot listen at {Ports(refused.Keys)}: {refused.Values.First()}";
        return all
            ? new(
                FindingSeverity.Error,
                $"{host.Name} ports",
                found,
                $"name an address and ports of {host.Name} that are free: --hosts {host.Name}=10.0.0.1:20000-20099")
            : new(
                FindingSeverity.Warning,
                $"{host.Name} ports",
                found,
                $"'ss -ltunp' there tells which program has them; servers take others of the range");
    }

    /// <summary>What a client on another host saw of a server on this one.</summary>
    /// <param name="server">Where something answered.</param>
    /// <param name="client">Who looked.</param>
    /// <param name="address">Of the server.</param>
    /// <param name="seen">What it saw.</param>
    /// <param name="needed">Is that the way that trials take?</param>
    public static Finding From(Host server, string client, string address, PathSeen seen, bool needed)
    {
        var subject = $"{server.Name} from {client}";
        var closed = seen.Reached.Where(port => !port.IsOpen).ToList();
        if (closed.Count == 0 && seen.Look is { } look)
        {
            return new(FindingSeverity.Ok, subject, $"{Open(seen.Reached)} by TCP and UDP; {Path(look)}");
        }

        var bad = needed ? FindingSeverity.Error : FindingSeverity.Warning;
        if (closed.Count == 0)
        {
            return new(bad, subject, $"the ports are open, and yet: {seen.WhyNot}", $"look at the network between {client} and {address}");
        }

        var byTcp = closed.Where(port => port.Tcp is not null).ToList();
        var found = byTcp.Count > 0
            ? $"{Ports(byTcp.Select(port => port.Port))} of {address} cannot be reached by TCP: {byTcp[0].Tcp}"
            : $"{Ports(closed.Select(port => port.Port))} of {address} cannot be reached by UDP: {closed[0].Udp}";
        var wanted = server.Ports is { } range ? $"ports {range}" : "all ports";
        return new(
            byTcp.Count > 0 ? bad : FindingSeverity.Warning,
            subject,
            byTcp.Count > 0 ? found : $"{found}; protocols over UDP cannot run",
            $"let TCP and UDP to {wanted} of {address} through between them, or name others: --hosts {server.Name}={address}:20000-20099");
    }

    /// <summary>A path in one line, such as <c>round trip 0.12 ms (0.1 to 0.3), …</c>.</summary>
    public static string Path(PathLook look) =>
        $"round trip {NumberText.Of(look.RoundTripMicroseconds, Quantity.Microseconds)} "
            + $"({NumberText.Range(look.LowMicroseconds, look.HighMicroseconds, Quantity.Microseconds)}), "
            + $"{NumberText.Of(look.DownBytesPerSecond, Quantity.BytesPerSecond)} down, "
            + $"{NumberText.Of(look.UpBytesPerSecond, Quantity.BytesPerSecond)} up, "
            + $"{look.Lost} of {look.Sent} datagrams lost"
            + (look.Mtu is { } mtu ? $", MTU {mtu}{(look.LargestPasses == false ? ", and packets of that size are lost" : "")}" : "");

    private static string Open(IReadOnlyList<PortReach> ports) => ports.Count == 1
        ? $"port {ports[0].Port} is open"
        : $"{Plural.Of(ports.Count, "port")} from {ports[0].Port} to {ports[^1].Port} are open";

    private static string Ports(IEnumerable<int> ports)
    {
        var all = ports.Order().ToList();
        var told = string.Join(", ", all.Take(PortsTold));
        return all.Count == 1 ? $"port {told}"
            : all.Count <= PortsTold ? $"ports {told}"
            : $"ports {told} and {all.Count - PortsTold} more";
    }

    private static string Offset(ClockMap map) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Math.Abs(map.Nanoseconds) / 1e9:0.000} s {(map.Nanoseconds >= 0 ? "behind" : "ahead of")} this machine's, "
            + $"known to within {NumberText.Of(map.BoundNanoseconds / 1e3, Quantity.Microseconds)}");

    private static string Time(TimeSpan time) => NumberText.Of(time.TotalMicroseconds, Quantity.Microseconds);
}
