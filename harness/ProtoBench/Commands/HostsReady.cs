using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios;
using ProtoBench.Trials;
using ProtoBench.Trials.Launching;

namespace ProtoBench.Commands;

/// <summary>The launcher of a run, whose hosts have been reached and hold the build, before a folder is made.</summary>
internal static class HostsReady
{
    /// <summary>A stored run, whose hosts are still those that it was begun on.</summary>
    /// <exception cref="UsageException">One of them has become another since.</exception>
    public static RunResult Same(string path, RunResult run, ILauncher launcher) =>
        run.Hosts is null || RunEnvironment.Between(run.Hosts, launcher.Hosts ?? []) is { Count: 0 }
            ? run
            : throw new UsageException(
                $"{path} was begun on hosts that were otherwise, so its trials and new ones would not be comparable:\n  "
                + $"{string.Join("\n  ", RunEnvironment.Between(run.Hosts, launcher.Hosts ?? []))}\nStart a new run instead.");

    /// <summary>The plan, with what the hosts of its sides cannot run marked.</summary>
    public static Plan Marked(Plan plan, ILauncher launcher) =>
        HostSupport.Mark(plan, (host, arm) => launcher.WhyNot(host, executable: null, arm));

    /// <summary>Both sides of a pair, each with what the hosts cannot run of its build marked.</summary>
    public static PairHeader Marked(PairHeader header, ILauncher launcher)
    {
        return header with { Base = Side(header.Base), New = Side(header.New) };

        PairSide Side(PairSide side) => side.Scenario.Hosts is not { } hosts ? side : side with
        {
            Cells = HostSupport.Mark(hosts, side.Cells, (host, arm) => launcher.WhyNot(host, side.Executable, arm)),
        };
    }

    /// <param name="scenario">Names the hosts; or none, and all runs on this machine.</param>
    /// <param name="recording">What is to be kept of the traffic.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="executables">The commands of other builds whose peers are to play, null for this one's; empty: this one's only.</param>
    /// <exception cref="IOException">A host is out of reach, or cannot run the build.</exception>
    /// <exception cref="UsageException">What is to be kept cannot be kept there.</exception>
    public static async Task<ILauncher> OpenAsync(
        Scenario scenario, Recording recording, CancellationToken cancellationToken, params string?[] executables)
    {
        if (scenario.Hosts is not null && recording.Qlog)
        {
            throw new UsageException("--qlog: the sides write these files where they run, and that is on other hosts; leave it out");
        }

        try
        {
            var launcher = Launchers.Of(scenario.Hosts, scenario.Idle);
            try
            {
                foreach (var executable in executables.Length > 0 ? executables.Distinct() : [null])
                {
                    await launcher.ReadyAsync(executable, cancellationToken).ConfigureAwait(false);
                }

                return launcher;
            }
            catch
            {
                await launcher.DisposeAsync().ConfigureAwait(false);
                throw;
            }
        }
        catch (TrialFailedException error)
        {
            throw new IOException($"{error.Message}. Nothing was started", error);
        }
    }
}
