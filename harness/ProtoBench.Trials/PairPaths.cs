using ProtoBench.Load.Children;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// The network between the hosts of a trial, looked at just before its server listens and when everything has been measured: from each
/// client's host once, one after the other, because two that fill a link at once would see half of it.
/// </summary>
internal sealed class PairPaths
{
    private const string TooOld = "a side's build is from before the path was looked at";

    // All that is asked of it. A range with a port to spare has one beside the server's own.
    private const int OnePort = 1;

    private readonly PeerPlace _place;
    private readonly ChildProcess? _server;
    private readonly List<(ChildProcess Client, string Host)> _clients;
    private readonly Dictionary<string, PathEvidence> _seen = new(StringComparer.Ordinal);

    /// <param name="place">Where the sides run.</param>
    /// <param name="server">The server; null: none of ours, which answers no looks.</param>
    /// <param name="clients">In the order of their numbers.</param>
    public PairPaths(PeerPlace place, ChildProcess? server, IReadOnlyList<ChildProcess> clients)
    {
        (_place, _server) = (place, server);
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

    /// <summary>Looks before anything else happens. What cannot be seen stops no trial.</summary>
    /// <exception cref="TrialFailedException">A side failed, ended, or took too long.</exception>
    public Task LookBeforeAsync(CancellationToken cancellationToken) =>
        LookAsync((seen, look, why) => seen with { Before = look, WhyNot = why ?? seen.WhyNot }, cancellationToken);

    /// <summary>Looks again, while the server still waits and all else is over.</summary>
    /// <exception cref="TrialFailedException">A side failed, ended, or took too long.</exception>
    public Task LookAfterAsync(CancellationToken cancellationToken) =>
        LookAsync((seen, look, why) => seen with { After = look, WhyNot = why ?? seen.WhyNot }, cancellationToken);

    private async Task LookAsync(Func<PathEvidence, PathLook?, string?, PathEvidence> add, CancellationToken cancellationToken)
    {
        if (_clients.Count == 0 || _server is null)
        {
            return;
        }

        await _server.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        foreach (var (client, _) in _clients)
        {
            await client.IntroducedAsync(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        }

        if (_clients.Select(one => one.Client).Append(_server).Any(side => side.Introduction is not { Paths: true }))
        {
            _clients.ForEach(one => _seen[one.Host] = add(Of(one.Host), null, TooOld));
            return;
        }

        // The address that clients are told is the one to look at; the server may listen at any of its ports.
        var address = _place.ServerAddress ?? "127.0.0.1";
        IReadOnlyList<int> ports = _place.Ports is { } range ? [.. Enumerable.Range(range.First, range.Last - range.First + 1)] : [0];
        await _server.SendAsync(new EchoOrder(address, ports, OnePort)).ConfigureAwait(false);
        var echoing = await _server.ExpectAsync<Echoing>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
        foreach (var (client, host) in _clients)
        {
            if (echoing.Ports.Count == 0)
            {
                _seen[host] = add(Of(host), null, $"no port was left for it at {address}: {echoing.Refused.Values.FirstOrDefault()}");
                continue;
            }

            await client.SendAsync(new PathOrder(address, echoing.Ports)).ConfigureAwait(false);
            var seen = await client.ExpectAsync<PathSeen>(PeerPair.StartLimit, cancellationToken).ConfigureAwait(false);
            _seen[host] = add(Of(host), seen.Look, seen.WhyNot);
        }
    }

    private PathEvidence Of(string host) =>
        _seen.GetValueOrDefault(host) ?? new PathEvidence(host, _place.Launcher.Server.Host ?? "", Before: null, After: null, WhyNot: null);
}
