using System.Diagnostics;
using System.Runtime.CompilerServices;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Hosts;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Trials.Doctor;

/// <summary>What <c>protobench doctor --hosts</c> checks: everything that a trial over these hosts needs, tried as a trial would.</summary>
internal static class HostsCheck
{
    private const int Logins = 3;
    private const int ClockReadings = 20;

    // Of a longer range so many, spread evenly over it: a firewall has ranges too.
    private const int MostPorts = 100;
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(2);

    private const string Permit =
        "a limited key must permit what ends in 'protobench probe', 'verify', 'receive' and 'start', with the words behind it";

    /// <param name="hosts">The server's host, then those of clients.</param>
    /// <param name="shell">Reaches them; disposed when this is over.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<IReadOnlyList<Finding>> RunAsync(
        IReadOnlyList<Host> hosts, IHostShell shell, CancellationToken cancellationToken)
    {
        var launcher = new HostLauncher(new HostPlan(LauncherKind.Ssh, hosts[0], hosts.Count > 1 ? [.. hosts.Skip(1)] : hosts), shell);
        await using (launcher.ConfigureAwait(false))
        {
            var logs = Directory.CreateTempSubdirectory("protobench-doctor-");
            try
            {
                var looks = await Task.WhenAll(hosts.Select((host, i) => LookAsync(
                    new HostLook(host, launcher.Hosts[i], logs.FullName), launcher, shell, cancellationToken))).ConfigureAwait(false);
                try
                {
                    var between = new List<Finding>();
                    foreach (var server in looks)
                    {
                        between.AddRange(await FromOthersAsync(server, looks, cancellationToken).ConfigureAwait(false));
                    }

                    return [.. looks.SelectMany(look => look.Findings), .. between];
                }
                finally
                {
                    await Task.WhenAll(looks.Select(look => look.DisposeAsync().AsTask())).ConfigureAwait(false);
                }
            }
            finally
            {
                logs.Delete(recursive: true);
            }
        }
    }

    /// <summary>The host by itself, as far as one gets.</summary>
    private static async Task<HostLook> LookAsync(
        HostLook look, HostLauncher launcher, IHostShell shell, CancellationToken cancellationToken)
    {
        var name = look.Host.Name;
        var watch = Stopwatch.StartNew();
        if (!await look.TryAsync("reached", "see what ssh says to the same command", async () =>
            {
                await shell.OpenAsync(name, cancellationToken).ConfigureAwait(false);
                look.Findings.Add(HostFindings.Reached(name, watch.Elapsed));
            }).ConfigureAwait(false)
            || !await look.TryAsync("login", "see what its shell does when it begins", async () => look.Findings.Add(
                HostFindings.Login(name, await look.Remote.NothingAsync(Logins, cancellationToken).ConfigureAwait(false))))
                .ConfigureAwait(false)
            || !await look.TryAsync("key", Permit, async () =>
            {
                await look.Remote.ProbeAsync(cancellationToken).ConfigureAwait(false);
                look.Findings.AddRange(HostFindings.Machine(look.Host, look.Remote.Facts));
            }).ConfigureAwait(false)
            || !await look.TryAsync("build", Permit, async () =>
            {
                await look.Remote.ReadyAsync(executable: null, cancellationToken).ConfigureAwait(false);
                look.Findings.AddRange(HostFindings.Build(name, look.Remote.Introduction, look.Remote.LacksRuntime));
                look.Findings.AddRange(HostFindings.Quiet(name, look.Remote.Introduction));
            }).ConfigureAwait(false))
        {
            return look;
        }

        await look.TryAsync("sides", Permit, async () =>
        {
            look.Start(launcher, Lifetime);
            foreach (var side in new[] { look.Server!, look.Client! })
            {
                await side.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
            }

            var map = look.Server!.SharesClock ? ClockMap.Shared : ClockMap.Of(
                await look.Server.ReadClockAsync(ClockReadings, PeerPair.StartLimit, cancellationToken).ConfigureAwait(false));
            look.Findings.Add(HostFindings.Clock(name, map));
            look.IsAble = true;
        }).ConfigureAwait(false);
        return look;
    }

    /// <summary>Is a server there reached from all the others, at its address and its ports?</summary>
    private static async Task<IReadOnlyList<Finding>> FromOthersAsync(
        HostLook server, IReadOnlyList<HostLook> all, CancellationToken cancellationToken)
    {
        if (!server.IsAble || server.Remote.Place.Address is not { } address)
        {
            return [];
        }

        var found = new List<Finding>();
        await server.TryAsync("ports", "see its log of the system", async () =>
        {
            var ports = PortsOf(server.Host.Ports);
            await server.Server!.SendAsync(new EchoOrder(address, ports)).ConfigureAwait(false);
            var echoing = await server.Server.ExpectAsync<Echoing>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
            if (HostFindings.Refused(server.Host, echoing.Refused, all: echoing.Ports.Count == 0) is { } refused)
            {
                found.Add(refused);
            }

            foreach (var client in all.Where(other => echoing.Ports.Count > 0 && other.IsAble && (other != server || all.Count == 1)))
            {
                await client.Client!.SendAsync(new PathOrder(address, echoing.Ports, EveryPort: true)).ConfigureAwait(false);
                var seen = await client.Client.ExpectAsync<PathSeen>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
                found.Add(HostFindings.From(server.Host, client.Host.Name, address, seen, needed: server == all[0]));
            }
        }).ConfigureAwait(false);
        return found;
    }

    /// <summary>The ports to try of a range: all, or so many spread evenly over it with the first and the last. Pure.</summary>
    internal static IReadOnlyList<int> PortsOf(PortRange? range)
    {
        if (range is null)
        {
            return [0];
        }

        var count = range.Last - range.First + 1;
        return count <= MostPorts
            ? [.. Enumerable.Range(range.First, count)]
            : [.. Enumerable.Range(0, MostPorts).Select(i => range.First + (int)((long)i * (count - 1) / (MostPorts - 1)))];
    }

    /// <summary>A host while it is looked at.</summary>
    private sealed record HostLook(Host Host, RemoteHost Remote, string Logs) : IAsyncDisposable
    {
        public List<Finding> Findings { get; } = [];

        public ChildProcess? Server { get; private set; }

        public ChildProcess? Client { get; private set; }

        /// <summary>Do both sides run there?</summary>
        public bool IsAble { get; set; }

        public void Start(HostLauncher launcher, TimeSpan lifetime)
        {
            (Server, Client) = (One("serve"), One("drive"));

            ChildProcess One(string role) => ChildProcess.Start(
                launcher,
                Remote.Place,
                new ChildCommand(role, new RuntimeSettings(), Processors: null, Enter: [], lifetime),
                Path.Combine(Logs, $"{RuntimeHelpers.GetHashCode(this)}-{role}.log"),
                beats: true);
        }

        /// <summary>False: it failed, which is a finding.</summary>
        public async Task<bool> TryAsync(string subject, string remedy, Func<Task> look)
        {
            try
            {
                await look().ConfigureAwait(false);
                return true;
            }
            catch (TrialFailedException error)
            {
                Findings.Add(HostFindings.Failed(Host.Name, subject, error, remedy));
                return false;
            }
        }

        public async ValueTask DisposeAsync()
        {
            foreach (var side in new[] { Server, Client }.OfType<ChildProcess>())
            {
                await side.DisposeAsync().ConfigureAwait(false);
            }
        }
    }
}
