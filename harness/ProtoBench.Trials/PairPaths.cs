using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// The network between the hosts of a trial, looked at before its server listens and when everything has been measured: from each client's
/// host once, one after the other, because two that fill a link at once would see half of it. The look behind the trial before serves as
/// the one before this one.
/// </summary>
internal sealed class PairPaths
{
    private const string TooOld = "a side's build is from before the path was looked at";

    // All that is asked of it. A range with a port to spare has one beside the server's own.
    private const int OnePort = 1;

    private readonly PeerPlace _place;
    private readonly ChildProcess? _server;
    private readonly LastLooks? _last;
    private readonly List<(ChildProcess Client, string Host)> _clients;
    private readonly Dictionary<string, PathEvidence> _seen = new(StringComparer.Ordinal);

    /// <param name="place">Where the sides run.</param>
    /// <param name="server">The server; null: none of ours, which answers no looks.</param>
    /// <param name="clients">In the order of their numbers.</param>
    public PairPaths(PeerPlace place, ChildProcess? server, IReadOnlyList<ChildProcess> clients)
    {
        (_place, _server) = (place, server);
        _last = place.Launcher.Looks;
        _clients =
        [
            .. clients.Select((client, number) => (client, Host: place.ClientOf(number).Host))
                .Where(one => one.Host is not null && one.Host != place.Launcher.Server.Host)
                .Select(one => (one.client, one.Host!))
                .DistinctBy(one => one.Item2),
        ];
    }

    /// <summary>For the result; null where both sides share a host, or the server is none of ours.</summary>
    public IReadOnlyList<PathEvidence>? Result =>
        _clients.Count == 0 || _server is null ? null : [.. _clients.Select(one => Of(one.Host))];

    /// <summary>
    /// Looks before anything else happens, unless somebody just has and no load lies between. What cannot be seen stops no trial.
    /// </summary>
    /// <exception cref="TrialFailedException">A side failed, ended, or took too long.</exception>
    public async Task LookBeforeAsync(CancellationToken cancellationToken)
    {
        if (_clients.Count == 0 || _server is null || _last is not { } last)
        {
            return;
        }

        await last.Looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var missing = _clients.Where(one => !IsKnown(one.Host, last)).ToList();
            if (missing.Count > 0 && await OpenAsync(cancellationToken).ConfigureAwait(false) is { } echoing)
            {
                await LookAsync(missing, echoing, Before, cancellationToken).ConfigureAwait(false);
            }
        }
        finally
        {
            last.Looking.Release();
        }

        PathEvidence Before(PathEvidence seen, PathLook? look, string? why)
        {
            if (look is not null)
            {
                last.SawBefore(seen.From, seen.To, look, LoadClock.Now);
            }

            return seen with { Before = look, WhyNot = why ?? seen.WhyNot };
        }
    }

    /// <summary>Lets the server answer looks; null: there is nothing to look at.</summary>
    /// <exception cref="TrialFailedException">It failed, ended, or took too long.</exception>
    public async Task<Echoing?> OpenAsync(CancellationToken cancellationToken)
    {
        if (_clients.Count == 0 || _server is null)
        {
            return null;
        }

        // All start at once, and the last of them is waited for.
        await Task.WhenAll(_clients.Select(one => one.Client).Prepend(_server).Select(
            side => side.IntroducedAsync(PeerPair.StartLimit, cancellationToken))).ConfigureAwait(false);
        if (_clients.Select(one => one.Client).Append(_server).Any(side => side.Introduction is not { Paths: true }))
        {
            _clients.ForEach(one => _seen[one.Host] = Of(one.Host) with { WhyNot = TooOld });
            return null;
        }

        // The address that clients are told is the one to look at; the server may listen at any of its ports.
        IReadOnlyList<int> ports = _place.Ports is { } range ? [.. Enumerable.Range(range.First, range.Last - range.First + 1)] : [0];
        await _server.SendAsync(new EchoOrder(Address, ports, OnePort)).ConfigureAwait(false);
        return await _server.ExpectAsync<Echoing>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Looks again, while the server still waits and all else is over.</summary>
    /// <param name="echoing">Where it answers.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <exception cref="TrialFailedException">A side failed, ended, or took too long.</exception>
    public async Task LookBehindAsync(Echoing? echoing, CancellationToken cancellationToken)
    {
        if (echoing is not null)
        {
            await LookAsync(_clients, echoing, Behind, cancellationToken).ConfigureAwait(false);
        }

        PathEvidence Behind(PathEvidence seen, PathLook? look, string? why)
        {
            if (look is not null)
            {
                _last?.SawBehind(seen.From, seen.To, look, LoadClock.Now);
            }

            return seen with { After = look, WhyNot = why ?? seen.WhyNot };
        }
    }

    private string Address => _place.ServerAddress ?? "127.0.0.1";

    private bool IsKnown(string host, LastLooks last)
    {
        var seen = Of(host);
        if (last.Before(seen.From, seen.To, LoadClock.Now) is not var (look, seconds))
        {
            return false;
        }

        _seen[host] = seen with { Before = look, BeforeAge = Math.Round(seconds, 3) };
        return true;
    }

    private async Task LookAsync(
        List<(ChildProcess Client, string Host)> clients,
        Echoing echoing,
        Func<PathEvidence, PathLook?, string?, PathEvidence> add,
        CancellationToken cancellationToken)
    {
        foreach (var (client, host) in clients)
        {
            if (echoing.Ports.Count == 0)
            {
                _seen[host] = add(Of(host), null, $"no port was left for it at {Address}: {echoing.Refused.Values.FirstOrDefault()}");
                continue;
            }

            await client.SendAsync(new PathOrder(Address, echoing.Ports)).ConfigureAwait(false);
            var seen = await client.ExpectAsync<PathSeen>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
            _seen[host] = add(Of(host), seen.Look, seen.WhyNot);
        }
    }

    private PathEvidence Of(string host) =>
        _seen.GetValueOrDefault(host) ?? new PathEvidence(host, _place.Launcher.Server.Host ?? "", Before: null, After: null, WhyNot: null);
}
