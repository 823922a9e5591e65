using System.Net;
using ProtoBench.Contract.Requests;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Protocols;

namespace ProtoBench.Trials.Servers;

/// <summary>The servers of a scenario's <c>servers</c>.</summary>
internal sealed class SideServers(Scenario scenario) : IForeignServers
{
    private const string Certificate = "cert.pem";
    private const string Key = "key.pem";

    public IServingSide? Start(Cell cell, PeerPlace place, string listenAddress)
    {
        if (cell.Arm.Server is not { } name)
        {
            return null;
        }

        var side = scenario.Servers?.FirstOrDefault(server => server.Name == name)
            ?? throw new TrialFailedException($"the scenario has no server '{name}'");
        try
        {
            return side.Address is { } address
                ? new AddressServer(new Uri(address).Host, SiteOf(side, address, cell.Arm), place)
                : StartCommand(side, cell, place, FreePort.Fixed(EndPointText.Parse(listenAddress)));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A full disk, or a certificate that is gone.
            throw new TrialFailedException($"the server {name} could not be prepared: {error.Message}");
        }
    }

    /// <summary>What the client of an arm must know of a server at an address.</summary>
    public static ForeignSite SiteOf(ServerSide side, string address, Arm arm)
    {
        var url = new Uri(address);
        return SiteOf(side, url.Host, url.Port, url.PathAndQuery is "" ? "/" : url.PathAndQuery) with
        {
            Trust = arm.Tls ? TrustOf(side, ownPem: null, side.Host ?? url.Host) : null,
        };
    }

    private static ForeignSite SiteOf(ServerSide side, string host, int port, string target)
    {
        var socket = side.WebSocket ?? new SideWebSocket();
        return new ForeignSite
        {
            Host = side.Host ?? host,
            Port = port,
            UpgradeTarget = socket.Path ?? target,
            SubProtocols = socket.SubProtocols ?? [],
            UpgradeHeaders = [.. socket.Headers ?? new Dictionary<string, string>()],
            Deflate = socket.Deflate,
            FirstMessage = socket.FirstMessage,
            ServerGreetings = socket.Greetings,
            Form = socket.Form,
            Alpn = side.Alpn,
        };
    }

    private static ServerTrust TrustOf(ServerSide side, string? ownPem, string host) => new()
    {
        AuthorityPem = side.Tls.Authority ?? ownPem,
        ServerName = side.Tls.ServerName ?? host,
        ClientPem = side.Tls.ClientFile is { } file ? File.ReadAllText(file) : null,
        Insecure = side.Tls.Insecure,
    };

    private static CommandServer StartCommand(ServerSide side, Cell cell, PeerPlace place, EndPoint endPoint)
    {
        var folder = OwnFolders.Create();
        try
        {
            return StartCommand(side, cell, place, endPoint, folder);
        }
        catch
        {
            OwnFolders.Delete(folder);
            throw;
        }
    }

    private static CommandServer StartCommand(ServerSide side, Cell cell, PeerPlace place, EndPoint endPoint, string folder)
    {
        using var identity = TlsIdentity.Create(side.Tls.ServerName ?? side.Host ?? TlsIdentity.DefaultHostName);
        WriteIdentity(identity, folder);
        var values = Values(endPoint, folder, cell.Arm.Protocol);
        foreach (var (name, text) in side.Files ?? new Dictionary<string, string>())
        {
            File.WriteAllText(Path.Combine(folder, name), SidePlaceholders.Fill(text, values));
        }

        var environment = string.Concat((side.Environment ?? new Dictionary<string, string>())
            .Select(one => $"export {one.Key}={Quoted(SidePlaceholders.Fill(one.Value, values))}; "));
        return CommandServer.Start(new ServerOrder
        {
            Command = $"cd {Quoted(side.Folder ?? folder)} || exit; {environment}{SidePlaceholders.Fill(side.Command!, values)}",
            Written = side.Command!,
            EndPoint = endPoint,
            CertificatePem = cell.Arm.Tls ? identity.CertificatePem() : null,
            Site = SiteOf(side, TlsIdentity.DefaultHostName, (endPoint as IPEndPoint)?.Port ?? 0, "/") with
            {
                Trust = cell.Arm.Tls ? TrustOf(side, identity.CertificatePem(), side.Host ?? TlsIdentity.DefaultHostName) : null,
            },
            Enter = place.Link?.EnterServer ?? [],
            Processors = place.Processors.Server,
            LogPath = place.ServerLog,
            StartLimit = side.Ready.Limit,
            LongerBy = "ready: { limit: 30 s }",
            StopSignal = (int)side.StopSignal,
            Probe = ProbeOf(side.Ready, cell.Arm, endPoint),
            LogLine = side.Ready.By == ReadyBy.LogLine ? side.Ready.Text : null,
            OwnFolder = folder,
        });
    }

    private static ReadinessProbe? ProbeOf(ReadyProbe ready, Arm arm, EndPoint endPoint) => ready.By switch
    {
        ReadyBy.LogLine => null,
        ReadyBy.Http => new ReadinessProbe(ProbeKind.Http, endPoint, ready.Text ?? "/"),
        _ => new ReadinessProbe(
            ProtocolCatalog.Find(arm.Protocol) is { Traits: { Datagram: true } or { OverQuic: true } }
                ? ProbeKind.Datagrams
                : ProbeKind.Connection,
            endPoint),
    };

    private static Dictionary<string, string> Values(EndPoint endPoint, string folder, string protocol)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [SidePlaceholders.Directory] = folder,
            [SidePlaceholders.Certificate] = Path.Combine(folder, Certificate),
            [SidePlaceholders.Key] = Path.Combine(folder, Key),
            [SidePlaceholders.Protocol] = protocol,
        };
        if (endPoint is IPEndPoint ip)
        {
            values[SidePlaceholders.Address] = $"{ip.Address}";
            values[SidePlaceholders.Port] = $"{ip.Port}";
        }
        else
        {
            values[SidePlaceholders.Socket] = $"{endPoint}";
        }

        return values;
    }

    // Each ends with its line: many servers want both in one file, one behind the other.
    private static void WriteIdentity(TlsIdentity identity, string folder)
    {
        File.WriteAllText(Path.Combine(folder, Certificate), identity.CertificatePem() + "\n");
        var key = Path.Combine(folder, Key);
        File.WriteAllText(key, "");
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        File.WriteAllText(key, identity.PrivateKeyPem() + "\n");
    }

    // For /bin/sh.
    private static string Quoted(string text) => $"'{text.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
