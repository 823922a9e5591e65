using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Trials.Clients;

namespace ProtoBench.Trials;

/// <summary>What has to be said of a trial whose load several client processes divided. Pure.</summary>
internal static class ClientChecks
{
    /// <summary>The facts of connections with how many processes there were, and where.</summary>
    public static ConnectionFacts? With(ConnectionFacts? facts, IReadOnlyList<Measured> clients, IReadOnlyList<string?> hosts) =>
        facts is null || clients.Count == 1 ? facts
        : facts with
        {
            More = new Dictionary<string, string>(facts.More)
            {
                [ClientProcessesSetting.FactName] = hosts.OfType<string>().ToList() is { Count: > 0 } names
                    ? ClientProcessesSetting.Told(clients.Count, names)
                    : ClientProcessesSetting.Told(
                        clients.Count, clients[0].Usage?.Processors is { Length: > 0 } list ? list : "of the machine"),
            },
        };

    /// <summary>The result with each client's part, and what makes it invalid or is worth knowing.</summary>
    /// <param name="cell">What was driven.</param>
    /// <param name="result">The judged sum.</param>
    /// <param name="clients">What each measured.</param>
    /// <param name="windows">Their windows on one clock.</param>
    /// <param name="hosts">Where each ran; null: on this machine.</param>
    public static TrialResult Add(
        Cell cell,
        TrialResult result,
        IReadOnlyList<Measured> clients,
        IReadOnlyList<(long Start, long End)> windows,
        IReadOnlyList<string?>? hosts = null)
    {
        if (clients.Count == 1)
        {
            return result;
        }

        var added = result with
        {
            ClientParts = MergedClients.Parts(clients, windows, hosts),
            Notes = [.. result.Notes, .. Notes(cell, clients)],
        };
        return CommonWindow.WhyNot(windows) is not { } reason
            ? added
            : added with
            {
                Status = result.Status is TrialStatus.Succeeded ? TrialStatus.Invalid : result.Status,
                Reasons = [.. result.Reasons, reason],
            };
    }

    private static IEnumerable<string> Notes(Cell cell, IReadOnlyList<Measured> clients)
    {
        if (WorkloadCatalog.Of(cell.Workload.Kind).DividesRate && ClientShares.Note(cell.Load.Rate, clients.Count) is { } divided)
        {
            yield return divided;
        }

        // One that fills a processor is a limit of its own, though the others leave room: the load is not what was asked of the server.
        var busy = clients.Select((client, i) => (Number: i + 1, Share: Share(client)))
            .Where(client => client.Share >= TrialChecks.BusyClientShare)
            .ToList();
        if (cell.Load.Loop is LoopKind.Open && busy.Count > 0)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"client {string.Join(", ", busy.Select(client => client.Number))} of {clients.Count} used "
                    + $"{busy.Max(client => client.Share):P0} of a processor: this may be the clients' limit, not the server's");
        }
    }

    private static double Share(Measured client) => (client.Usage?.CpuSeconds ?? 0) / client.Measurement.WindowSeconds;
}
