using System.Text.Json.Nodes;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Model.Scenarios.Keys;

/// <summary>The keys of a server of the user's, which is written as its command or address, or as a mapping.</summary>
internal static class ServerKeys
{
    private static readonly TextShape AnyText = new() { MayLookTyped = true };

    private static readonly Dictionary<string, StopSignal> Signals = new()
    {
        ["term"] = StopSignal.Term,
        ["int"] = StopSignal.Interrupt,
        ["quit"] = StopSignal.Quit,
        ["hup"] = StopSignal.Hup,
        ["usr1"] = StopSignal.Usr1,
        ["usr2"] = StopSignal.Usr2,
        ["kill"] = StopSignal.Kill,
    };

    private static readonly KeyOf<string> Command = new(
        "command",
        AnyText,
        "Shell command that is started for every trial. It takes where to listen from {address} and {port} (or {socket}); {dir}, {cert} "
            + "and {key} are a folder of its own and a fresh certificate. In the foreground or not, all it starts ends with its trial.");

    private static readonly AddressShape Url = new();

    private static readonly KeyOf<string> Address = new(
        "address", Url, "URL of a server that runs already, such as https://127.0.0.1:8443/api; it is started and ended by nobody.");

    private static readonly KeyOf<bool> Permitted = new(
        "permitted",
        Shapes.Flag,
        "Whoever runs the server at the address has agreed to the load. Needed where that is not this machine. Default false.")
    { OnlyWith = "address" };

    private static readonly KeyOf<string> Host = new(
        "host", AnyText, "The host that requests ask for, where several share a server. Default: the address's; localhost for a command.");

    private static readonly KeyOf<IReadOnlyList<Placed<IProtocol>>> Protocols = new(
        "protocols",
        new ListShape<IProtocol>("protocols", new ProtocolShape()),
        "The protocols that it speaks; arms with others do not meet it. Default: all of the scenario.");

    private static readonly KeyOf<ReadyProbe> Ready = new(
        "ready",
        ReadyKeys.Shape,
        "When it counts as ready: connection (default: it accepts one, or holds its UDP port), { http: /health } when that answers, or "
            + "{ log: listening } when a line has this in it; limit is how long it may take. Default 10 s.")
    { OnlyWith = "command" };

    private static readonly KeyOf<string> Folder = new(
        "folder", AnyText, "Working folder, relative to the scenario's file. Default: {dir}.")
    { OnlyWith = "command" };

    private static readonly KeyOf<IReadOnlyDictionary<string, string>> Files = new(
        "files",
        new TextsShape("file", @"[\w.-]{1,64}", "use letters, digits, '.', '-' and '_': nginx.conf"),
        "Files to write into {dir} first, such as nginx.conf, with the same placeholders. A file that the command names as {dir}/name and "
            + "that stands beside the scenario is one, too.")
    { OnlyWith = "command" };

    private static readonly KeyOf<IReadOnlyDictionary<string, string>> Environment = new(
        "environment",
        TextsShape.Variables,
        "Environment variables, with the same placeholders.")
    { OnlyWith = "command" };

    private static readonly KeyOf<StopSignal> Signal = new(
        "stop-signal", new WordShape<StopSignal>(Signals), "The signal that asks it to end; after two seconds it is killed. Default term.")
    { OnlyWith = "command" };

    private static readonly KeyOf<string> Authority = new(
        "authority",
        AnyText,
        "PEM file with the certificates to trust. Default: {cert} for a command, the system's for an address.");

    private static readonly KeyOf<string> ServerName = new(
        "server-name", AnyText, "The name to ask for and to expect in the certificate. Default: the host.");

    private static readonly KeyOf<string> ClientCertificate = new(
        "client-certificate", AnyText, "PEM file with the certificate and key that the client shows (mTLS). Default: none.");

    private static readonly KeyOf<bool> Insecure = new(
        "insecure", Shapes.Flag, "Take any certificate, which every report tells. Default false.");

    private static readonly KeyOf<SideWebSocket> WebSocket = new(
        "web-socket", WebSocketKeys.Shape, "How a WebSocket to it is opened. Default: as plainly as can be.");

    private static readonly KeyOf<string> Alpn = new(
        "alpn", AnyText, "What raw streams offer in ALPN: those inside TLS nothing by default, those of QUIC our own.");

    private static readonly MappingShape<ServerSide> Mapping = new(
        "a server",
        [
            Command,
            Address,
            Permitted,
            Host,
            Protocols,
            Ready,
            Folder,
            Files,
            Environment,
            Signal,
            Authority,
            ServerName,
            ClientCertificate,
            Insecure,
            WebSocket,
            Alpn,
        ],
        Build)
    {
        Rules = () => new JsonObject
        {
            ["oneOf"] = new JsonArray(
                new JsonObject { ["required"] = new JsonArray(Command.Name) },
                new JsonObject { ["required"] = new JsonArray(Address.Name) }),
        },
    };

    public static NamedEntriesShape<ServerSide> Named { get; } = new(
        "server",
        new EitherShape<ServerSide>(new ServerTextShape(Url), Mapping),
        (name, server) => server with { Name = name });

    public static IReadOnlyList<Key> All => Mapping.Keys;

    /// <summary>What is said of an address elsewhere that nobody has agreed to.</summary>
    public static SourceMistake NotPermitted(string address) => new(
        ScenarioErrorCodes.BadServer,
        $"{new Uri(address).Host} is not this machine, and whoever runs it must have agreed to the load",
        $"if so, write {{ address: {address}, permitted: true }}");

    private static ServerSide Build(MappingReader reader)
    {
        if (reader.Has(Command) == reader.Has(Address))
        {
            reader.Context.Report(
                reader.Span,
                ScenarioErrorCodes.BadServer,
                reader.Has(Command) ? "'command' and 'address' exclude each other" : "a server needs 'command' or 'address'",
                "write command: my-server --port {port}, or address: https://127.0.0.1:8443/");
        }

        var side = new ServerSide
        {
            Name = "",
            Command = reader.Has(Command) ? reader.Get(Command, "") : null,
            Address = reader.Has(Address) ? reader.Get(Address, "") : null,
            Permitted = reader.Get(Permitted, false),
            Host = reader.Has(Host) ? reader.Get(Host, "") : null,
            Protocols = reader.Has(Protocols) ? [.. reader.Get(Protocols, []).Select(protocol => protocol.Value.Name)] : null,
            Ready = reader.Get(Ready, new ReadyProbe()),
            Folder = reader.Has(Folder) ? reader.Get(Folder, "") : null,
            Files = reader.Has(Files) ? reader.Get(Files, new Dictionary<string, string>()) : null,
            Environment = reader.Has(Environment) ? reader.Get(Environment, new Dictionary<string, string>()) : null,
            StopSignal = reader.Get(Signal, StopSignal.Term),
            Tls = new SideTls
            {
                Authority = reader.Has(Authority) ? reader.Get(Authority, "") : null,
                ServerName = reader.Has(ServerName) ? reader.Get(ServerName, "") : null,
                ClientFile = reader.Has(ClientCertificate) ? reader.Get(ClientCertificate, "") : null,
                Insecure = reader.Get(Insecure, false),
            },
            WebSocket = reader.Has(WebSocket) ? reader.Get(WebSocket, new SideWebSocket()) : null,
            Alpn = reader.Has(Alpn) ? reader.Get(Alpn, "") : null,
        };
        if (side.Host is { Length: > 0 } host && Uri.CheckHostName(host) == UriHostNameType.Unknown)
        {
            reader.Report(Host, ScenarioErrorCodes.BadServer, $"'{Spelling.Shorten(host)}' is no host", "write it without scheme and port");
        }

        if (side is { Permitted: false, Address: { Length: > 0 } url } && !AddressShape.IsHere(url))
        {
            var mistake = NotPermitted(url);
            reader.Report(Address, mistake.Code, mistake.Message, mistake.Hint);
        }

        if (side.Tls is { Insecure: true, Authority: not null })
        {
            reader.Report(
                Insecure,
                ScenarioErrorCodes.BadServer,
                "'insecure' takes any certificate, so 'authority' would be looked at by nobody",
                "remove one of them",
                atKey: true);
        }

        return side;
    }
}
