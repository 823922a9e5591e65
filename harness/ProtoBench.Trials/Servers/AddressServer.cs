using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract.Requests;
using ProtoBench.Links.Native;
using ProtoBench.Links.Relaying;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials.Servers;

/// <summary>
/// A server that somebody else started and that goes on running. Over an emulated link a relay stands for it at the link's server side.
/// </summary>
/// <param name="host">Name or address where it is.</param>
/// <param name="site">What its client must know of it.</param>
/// <param name="place">Of the trial.</param>
internal sealed class AddressServer(string host, ForeignSite site, PeerPlace place) : IServingSide
{
    private const string NamespaceOption = "--net=";

    private LinkRelay? _relay;

    public ChildProcess? Peer => null;

    public ForeignSite Site => site;

    /// <summary>Over a link the relay has resolved it: in the client's namespace nobody would answer.</summary>
    public string? NameToResolve => IsName && place.Link is null ? host : null;

    private bool IsName => !IPAddress.TryParse(host.Trim('[', ']'), out _);

    public async Task<Ready> ReadyAsync(
        ServeOrder order, Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken)
    {
        var target = new IPEndPoint(await ResolveAsync(host, cancellationToken).ConfigureAwait(false), site.Port);
        if (place.Link is not { } link)
        {
            return new Ready(EndPointText.Write(target), CertificatePem: null);
        }

        var path = link.EnterServer?.FirstOrDefault(word => word.StartsWith(NamespaceOption, StringComparison.Ordinal));
        if (path is null || link.ServerAddress is not { } address)
        {
            throw new TrialFailedException("the link does not say how its server's side is entered");
        }

        try
        {
            _relay = LinkRelay.Start(path[NamespaceOption.Length..], IPAddress.Parse(address), target);
        }
        catch (Exception error) when (error is LinkUnavailableException or SocketException)
        {
            throw new TrialFailedException($"nothing can listen inside the link for {host}: {error.Message}");
        }

        return new Ready(EndPointText.Write(_relay.EndPoint), CertificatePem: null);
    }

    public Task<TMessage> WhileServingAsync<TMessage>(
        Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken) => client(cancellationToken);

    public Task<TrialResult> RemarkAsync(TrialResult result)
    {
        List<string> notes = [.. result.Notes];
        if (_relay is not null)
        {
            if (IsName)
            {
                notes.Add($"the name {host} was resolved before the trial and outside the link, so that no connection holds it");
            }

            notes.Add("the server runs outside the emulated link: a relay on this machine passes everything on, which takes time of its "
                + "own in each exchange, and TCP's congestion control towards the client is this machine's");
        }

        return Task.FromResult(result with { Notes = notes });
    }

    public ValueTask DisposeAsync()
    {
        _relay?.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The address of a host, which may be one itself.</summary>
    /// <exception cref="TrialFailedException">It has none.</exception>
    public static async Task<IPAddress> ResolveAsync(string host, CancellationToken cancellationToken)
    {
        if (IPAddress.TryParse(host.Trim('[', ']'), out var address))
        {
            return address;
        }

        try
        {
            return await ServerName.FirstAsync(host, cancellationToken).ConfigureAwait(false);
        }
        catch (SocketException error)
        {
            throw new TrialFailedException($"the name {host} cannot be resolved: {error.Message}");
        }
    }
}
