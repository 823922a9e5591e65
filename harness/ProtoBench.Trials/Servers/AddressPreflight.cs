using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials.Servers;

/// <summary>Tries once whether a server that runs already speaks what it is to be asked in, before anything is measured.</summary>
internal static class AddressPreflight
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The plan, with every cell whose server cannot be reached in its protocol marked, with the reason. Nothing is asked for clients on
    /// hosts: what this machine reaches, and in which protocols, says nothing of them.
    /// </summary>
    public static async Task<Plan> CheckAsync(Plan plan, CancellationToken cancellationToken)
    {
        if (plan.Scenario.Hosts is not null)
        {
            return plan;
        }

        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var arm in plan.Cells.Where(cell => cell.Runs).Select(cell => cell.Arm).DistinctBy(arm => arm.Label))
        {
            if (await WhyNotAsync(plan.Scenario, arm, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                reasons[arm.Label] = reason;
            }
        }

        return reasons.Count == 0 ? plan : plan with
        {
            Cells = [.. plan.Cells.Select(cell => reasons.TryGetValue(cell.Arm.Label, out var reason) && cell.Runs
                ? cell with { Unsupported = reason }
                : cell)],
            Trials = [.. plan.Trials.Where(trial => !reasons.Keys.Any(label => trial.CellId.Split('/')[1] == label))],
        };
    }

    /// <summary>Why an arm cannot meet its server's address, without a full stop; null when it can, or the server is not at one.</summary>
    public static async Task<string?> WhyNotAsync(Scenario scenario, Arm arm, CancellationToken cancellationToken)
    {
        if (scenario.Servers?.FirstOrDefault(server => server.Name == arm.Server) is not { Address: { } address } side)
        {
            return null;
        }

        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            var site = SideServers.SiteOf(side, address, arm);
            var target = await AddressServer.ResolveAsync(new Uri(address).Host, limit.Token).ConfigureAwait(false);
            var settings = ArmEndpoint.Settings(
                arm, EndPointText.Write(new IPEndPoint(target, site.Port)), identity: null, Limit, overLink: false) with
            {
                Site = site,
            };
            var connection = await ArmEndpoint.ProtocolOf(arm).ConnectAsync(settings, limit.Token).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                await AskAsync(connection, settings, scenario, limit.Token).ConfigureAwait(false);
                return null;
            }
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return $"{address} gave no answer within {Limit.TotalSeconds:0} s";
        }
        catch (TrialFailedException error)
        {
            return error.Message;
        }
        catch (Exception error) when (ExchangeFailure.IsExpected(error) || error is SocketException or NotSupportedException)
        {
            return $"{address} cannot be asked: {error.Message}";
        }
    }

    // Much shows with the first answer only: TLS where plain text was meant, a path that does not exist, a client certificate that is
    // wanted.
    private static async Task AskAsync(
        IProtocolConnection connection, EndpointSettings settings, Scenario scenario, CancellationToken cancellationToken)
    {
        if (connection is IRequestConnection asking
            && scenario.Workloads.FirstOrDefault(workload => workload.Kind == Workload.DefaultKind) is { } workload)
        {
            var described = await RpcRequests.ResolveAsync(workload, settings, cancellationToken).ConfigureAwait(false);
            await asking.RequestAsync(RequestMix.Of(described, settings.Site, seed: 1)!.Requests[0], cancellationToken).ConfigureAwait(
                false);
        }
    }
}
