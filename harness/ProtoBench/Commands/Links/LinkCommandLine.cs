using System.CommandLine;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Commands.Links;

/// <summary>The <c>link</c> verb of the command line.</summary>
internal static class LinkCommandLine
{
    /// <summary>Name of the argument that holds a program with its own options.</summary>
    public const string ProgramArgument = "command";

    private static readonly Option<ulong> Seed = new("--seed")
    {
        Description = "Seed of every random decision: same seed, same losses.",
        DefaultValueFactory = _ => 1,
    };

    private static readonly Option<string> Backend = new("--backend")
    {
        Description = "What moves the packets: tun, packet-socket, or automatic (tun where it can be opened).",
        DefaultValueFactory = _ => "automatic",
    };

    private static readonly Option<bool> NoKeepAwake = new("--no-keep-awake")
    {
        Description = "Let idle processors sleep. They then wake late on virtual machines.",
    };

    private static readonly Option<bool> NoRealTime = new("--no-real-time")
    {
        Description = "Do not ask for real-time priority.",
    };

    /// <summary>The verb with its subcommands, to be added to the root command.</summary>
    public static Command Create()
    {
        Backend.AcceptOnlyFromAmong([.. LinkBackends.Names]);
        return new Command(
            "link",
            "Emulated network links: delay, jitter, loss, rate, queues.") { Run(), Check(), Serve(), Awake(), Profiles(), Doctor() };
    }

    private static Command Run()
    {
        var profile = new Argument<string>("profile") { Description = "A shipped profile's name, or a file." };
        var command = new Argument<string[]>(ProgramArgument) { Description = "Program and arguments, after `--`. Default: a shell." };
        var server = new Option<string?>("--server") { Description = "Shell command to run on the server side (10.99.0.2) meanwhile." };
        var capture =
            new Option<string?>("--pcap") { Description = "Record every packet as pcapng, with the reason of each drop as a comment." };
        var verb = new Command("run", "Run a program on the client side (10.99.0.1) of an emulated link and print what the link did.")
        {
            profile, command, server, capture, Seed, Backend, NoRealTime, NoKeepAwake,
        };
        verb.SetAction(parsed => LinkRunCommand.Run(new LinkRunArguments
        {
            Profile = parsed.GetRequiredValue(profile),
            Command = parsed.GetValue(command) ?? [],
            ServerCommand = parsed.GetValue(server),
            Options = Options(parsed) with { Capture = parsed.GetValue(capture) },
        }));
        return verb;
    }

    private static Command Check()
    {
        var profiles = new Argument<string[]>(
            "profiles")
        { Description = "Names or files. Default: every shipped profile.", Arity = ArgumentArity.ZeroOrMore };
        var quick = new Option<bool>("--quick") { Description = "One to three seconds instead of half a minute." };
        var json = new Option<bool>("--json") { Description = "Print one JSON object per profile." };
        var verb = new Command("check", "Measure whether this machine emulates a profile as it is written.")
        {
            profiles,
            quick,
            json,
            Seed,
            Backend,
            NoRealTime,
            NoKeepAwake,
        };
        verb.SetAction(parsed => LinkCheckCommand.Run(new LinkCheckArguments
        {
            Profiles = parsed.GetValue(profiles) ?? [],
            Level = parsed.GetValue(quick) ? CertificateLevel.Quick : CertificateLevel.Full,
            Json = parsed.GetValue(json),
            Options = Options(parsed),
        }));
        return verb;
    }

    private static Command Serve()
    {
        var profile = new Argument<string>("profile");
        var capture = new Option<string?>("--pcap");
        var congestion = new Option<string?>("--congestion");
        var beside = new Option<string[]>("--congestion-beside");
        var verb = new Command(
            "serve",
            "Hold a link for a trial; started by the harness itself.")
        {
            profile, capture, congestion, beside, Seed, Backend, NoRealTime, NoKeepAwake,
        };
        verb.Hidden = true;
        verb.SetAction(parsed => LinkServeCommand.Run(
            parsed.GetRequiredValue(profile),
            Options(parsed) with
            {
                Capture = parsed.GetValue(capture),
                Congestion = parsed.GetValue(congestion),
                CongestionBeside = parsed.GetValue(beside) ?? [],
            }));
        return verb;
    }

    private static Command Awake()
    {
        var processors = new Argument<string>("processors");
        var verb = new Command("awake", "Keep processors from idling while a link exists; started by the link itself.") { processors };
        verb.Hidden = true;
        verb.SetAction(parsed => LinkAwakeCommand.Run(parsed.GetRequiredValue(processors)));
        return verb;
    }

    private static Command Profiles()
    {
        var verb = new Command("profiles", "List the shipped link profiles.");
        verb.SetAction(_ => LinkProfilesCommand.Run());
        return verb;
    }

    private static Command Doctor()
    {
        var verb = new Command("doctor", "Try every step of building a link and say what works here.");
        verb.SetAction(_ => LinkDoctorCommand.Run());
        return verb;
    }

    private static LinkOptions Options(ParseResult parsed) => new()
    {
        Seed = parsed.GetValue(Seed),
        RealTime = !parsed.GetValue(NoRealTime),
        KeepAwake = !parsed.GetValue(NoKeepAwake),
        Backend = LinkBackends.Parse(parsed.GetValue(Backend)),
    };
}
