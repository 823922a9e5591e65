using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The keys of an arm, which is written as a protocol's name or as a mapping with settings.</summary>
internal static class ArmKeys
{
    private static readonly ProtocolShape ProtocolName = new();

    private static readonly KeyOf<IProtocol> Protocol = new("protocol", ProtocolName, "The protocol.") { Required = true };

    private static readonly KeyOf<string> Label = new(
        "label",
        Shapes.Name,
        "What cell ids and reports call the arm. Default: the protocol with its settings, such as websocket-http2-tls.");

    private static readonly KeyOf<bool> Tls = new("tls", Shapes.Flag, "Run inside TLS 1.3. Default false; http3 and quic are always encrypted.");

    private static readonly KeyOf<string> Over = new(
        "over",
        new TraitShape("the name of a carrier such as http2", traits => traits.Carriers),
        "The protocol that carries it, where that is a choice: http1 or http2 for websocket.");

    private static readonly KeyOf<string> Backend = new(
        "backend",
        new TraitShape("the name of a backend such as msquic", traits => traits.Backends),
        "The implementation of QUIC for http3 and quic: ngtcp2, or msquic (System.Net.Quic with Kestrel and HttpClient). Default ngtcp2.");

    private static readonly KeyOf<bool> NoDelay = new(
        "no-delay", Shapes.Flag, "TCP_NODELAY, which turns Nagle's algorithm off. Default true.");

    private static readonly KeyOf<string> CongestionControl = new(
        "congestion",
        Shapes.Name,
        "Congestion control: of TCP by its kernel name, of QUIC cubic, reno or bbr. Default: cubic, so that TCP and QUIC are comparable.");

    private static readonly KeyOf<SessionUse> Session = new(
        "session",
        new ChoiceShape<SessionUse>(),
        "How connections of workloads with fresh: true use an earlier TLS session: full (not at all), resumed, or early (0-RTT). Default full.");

    private static readonly KeyOf<IoMode> Io = new(
        "io",
        new ChoiceShape<IoMode>(),
        "How socket calls wait: async (epoll and the thread pool) or blocking (one thread per connection). Default async.");

    private static readonly MappingShape<Arm> Mapping = new("an arm", [Protocol, Label, Tls, Over, Backend, NoDelay, CongestionControl, Session, Io], Build);

    public static ListShape<Arm> List { get; } = new(
        "protocols",
        new EitherShape<Arm>(new ConvertedShape<IProtocol, Arm>(ProtocolName, ByName), Mapping));

    public static IReadOnlyList<Key> All => Mapping.Keys;

    /// <summary>Labels must be unique, or cells would share an id.</summary>
    public static IReadOnlyList<Arm> Distinct(IReadOnlyList<Placed<Arm>> arms, ReadingContext context)
    {
        var seen = new HashSet<string>();
        foreach (var arm in arms.Where(arm => !seen.Add(arm.Value.Label)))
        {
            context.Report(
                arm.Span,
                ScenarioErrorCodes.DuplicateName,
                $"a second arm has the label '{arm.Value.Label}'",
                $"remove it, or give it a label: {{ protocol: {arm.Value.Protocol}, label: {arm.Value.Label}-b }}");
        }

        return [.. arms.Select(arm => arm.Value)];
    }

    private static Arm ByName(IProtocol protocol) => new()
    {
        Protocol = protocol.Name,
        Label = protocol.Name,
        Tls = protocol.Traits.RequiresTls,
    };

    private static Arm Build(MappingReader reader)
    {
        var protocol = reader.Get(Protocol, null!);
        var arm = new Arm
        {
            Label = "",
            Protocol = protocol?.Name ?? "",
            Tls = reader.Get(Tls, protocol?.Traits.RequiresTls ?? false),
            Over = reader.Get(Over, null!),
            Backend = reader.Get(Backend, null!),
            NoDelay = reader.Get(NoDelay, true),
            CongestionControl = reader.Get(CongestionControl, null!),
            Session = reader.Get(Session, SessionUse.Full),
            Io = reader.Get(Io, IoMode.Async),
        };
        if (protocol is not null)
        {
            CheckSettings(arm, protocol, reader);
        }

        return arm with { Label = reader.Get(Label, DefaultLabel(arm, protocol)) };
    }

    private static string DefaultLabel(Arm arm, IProtocol? protocol)
    {
        string?[] parts =
        [
            arm.Protocol,
            arm.Over,
            arm.Backend,
            arm.Tls && protocol?.Traits.RequiresTls != true ? "tls" : null,
            arm.Io == IoMode.Blocking ? "blocking" : null,
            arm.NoDelay ? null : "nagle",
            arm.CongestionControl,
            arm.Session == SessionUse.Full ? null : $"{arm.Session}".ToLowerInvariant(),
        ];
        return string.Join('-', parts.Where(part => part is not null));
    }

    private static void CheckSettings(Arm arm, IProtocol protocol, MappingReader reader)
    {
        var traits = protocol.Traits;
        Require(Tls, !arm.Tls || traits.SupportsTls, "cannot run inside TLS", other => other.SupportsTls);
        if (!arm.Tls && traits.RequiresTls)
        {
            reader.Report(
                Tls, ScenarioErrorCodes.SettingNotSupported, $"{protocol.Name} is always encrypted", "remove 'tls', or set it to true", atKey: true);
        }

        Require(Io, arm.Io == IoMode.Async || traits.SupportsBlocking, "has no blocking mode", other => other.SupportsBlocking);
        Require(NoDelay, !reader.Has(NoDelay) || traits.OverTcp, "has no TCP connection to set this on", other => other.OverTcp);
        Require(
            CongestionControl,
            arm.CongestionControl is null || traits.OverTcp || traits.OverQuic,
            "has no connection whose congestion could be controlled",
            other => other.OverTcp || other.OverQuic);
        Require(Session, arm.Session == SessionUse.Full || traits.OverQuic, "has no setting for session resumption", other => other.OverQuic);
        Require(Over, arm.Over is null || traits.Carriers.Count > 0, "has no choice of carrier", other => other.Carriers.Count > 0);
        RequireChoice(Over, arm.Over, traits.Carriers, "is not carried over");
        Require(Backend, arm.Backend is null || traits.Backends.Count > 0, "has no choice of backend", other => other.Backends.Count > 0);
        RequireChoice(Backend, arm.Backend, traits.Backends, "has no backend");
        if (arm.Backend is { } backend && traits.Backends.Contains(backend) && !traits.TunesQuic(backend))
        {
            RequireTuning(CongestionControl, arm.CongestionControl is null, "whose congestion control could be chosen");
            RequireTuning(Session, arm.Session == SessionUse.Full, "that could resume a session");
        }

        void Require(Key key, bool supported, string lack, Func<ProtocolTraits, bool> has)
        {
            if (!supported)
            {
                var others = reader.Context.Vocabulary.Protocols.Where(other => has(other.Traits)).Select(other => other.Name);
                var hint = $"remove '{key.Name}'; these have it: {string.Join(", ", others)}";
                reader.Report(key, ScenarioErrorCodes.SettingNotSupported, $"{protocol.Name} {lack}", hint, atKey: true);
            }
        }

        void RequireChoice(Key key, string? word, IReadOnlyList<string> choices, string lack)
        {
            if (word is not null && choices.Count > 0 && !choices.Contains(word))
            {
                var hint = Spelling.Hint(word, [.. choices], "use one of these");
                reader.Report(key, ScenarioErrorCodes.SettingNotSupported, $"{protocol.Name} {lack} '{Spelling.Shorten(word)}'", hint);
            }
        }

        void RequireTuning(Key key, bool unused, string lack)
        {
            if (!unused)
            {
                var hint = $"remove '{key.Name}', or use backend: {traits.Backends[0]}";
                reader.Report(key, ScenarioErrorCodes.SettingNotSupported, $"{arm.Backend} has no connection {lack}", hint, atKey: true);
            }
        }
    }
}
