using System.CommandLine;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Protocols;

namespace ProtoBench.Commands;

/// <summary><c>protobench serve</c>: a server as a trial has it, for people to point other tools at.</summary>
internal static class ServeCommand
{
    public static Command Create()
    {
        var protocol = new Argument<string?>("protocol") { Description = "Protocol to serve.", Arity = ArgumentArity.ZeroOrOne };
        var listen = new Option<string>("--listen")
        {
            Description = "ADDRESS:PORT, such as 127.0.0.1:8080 or [::1]:8080, or a port alone (0: any free one), or unix:PATH.",
            DefaultValueFactory = _ => "127.0.0.1:0",
        };
        var tls = new Option<bool>("--tls")
        {
            Description = $"Serve inside TLS 1.3 with a certificate made now ({Those(traits => traits.RequiresTls)}: always).",
        };
        var over = new Option<string?>("--over")
        {
            Description = $"Carrier, where there is a choice ({Choices(traits => traits.CarrierNames)}).",
        };
        var backend = new Option<string?>("--backend") { Description = $"Implementation of QUIC ({Choices(traits => traits.Backends)})." };
        var io = new Option<IoMode>("--io") { Description = "How sockets wait.", DefaultValueFactory = _ => IoMode.Async };
        var command = new Command("serve", "Serve one protocol until Ctrl-C, for other tools to measure.")
        {
            protocol, listen, tls, over, backend, io,
        };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(protocol) ?? throw new UsageException("no protocol given. " + Known());
            var known = ProtocolCatalog.Find(name) ?? throw new UsageException($"there is no protocol '{name}'; {Hint(name)}");
            var arm = new Arm
            {
                Label = name,
                Protocol = name,
                Tls = parsed.GetValue(tls) || known.Traits.RequiresTls,
                Over = parsed.GetValue(over),
                Backend = parsed.GetValue(backend),
                Io = parsed.GetValue(io),
            };
            var endPoint = parsed.GetValue(listen)!;
            Check(arm, known, endPoint);
            return await ServeAsync(arm, endPoint, cancellationToken).ConfigureAwait(false);
        });
        return command;
    }

    /// <exception cref="UsageException">The protocol cannot be served like that.</exception>
    private static void Check(Arm arm, IProtocol protocol, string listen)
    {
        var isPath = EndPointText.Parse(listen) is UnixDomainSocketEndPoint;
        var why = (protocol.Traits.LocalOnly, isPath) switch
        {
            (true, false) => $"{protocol.Name} is served at a path; give it with --listen unix:PATH",
            (false, true) => $"{protocol.Name} is served at an address; give it with --listen ADDRESS:PORT",
            _ => null,
        };
        if ((ArmSettings.Lack(arm, protocol) ?? protocol.UnsupportedReasonOf(arm.Backend) ?? why) is { } reason)
        {
            throw new UsageException(reason);
        }
    }

    private static async Task<int> ServeAsync(Arm arm, string listen, CancellationToken cancellationToken)
    {
        using var identity = arm.Tls ? TlsIdentity.Create() : null;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, End);
        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, End);
        var server = await ArmEndpoint.ListenAsync(
            new ServeOrder(arm, listen), identity, WorkloadCatalog.ServerParts(new TransferMeter()), ending.Token).ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var where = ServedUrl.Of(arm, server.EndPoint) ?? EndPointText.Write(server.EndPoint);
            await Console.Out.WriteLineAsync($"{arm.Label} listens at {where} (Ctrl-C ends it)").ConfigureAwait(false);
            if (CurlText.Of(arm, server.EndPoint) is { } curl)
            {
                await Console.Out.WriteLineAsync($"try: {curl}").ConfigureAwait(false);
            }

            if (identity is not null)
            {
                await Console.Out.WriteAsync(identity.CertificatePem() + "\n").ConfigureAwait(false);
            }

            await Task.Delay(Timeout.Infinite, ending.Token).ContinueWith(_ => { }, TaskScheduler.Default).ConfigureAwait(false);
        }

        return ExitCode.Ok;

        void End(PosixSignalContext context)
        {
            context.Cancel = true;
            ending.Cancel();
        }
    }

    private static string Those(Func<ProtocolTraits, bool> such) =>
        string.Join(", ", ProtocolCatalog.All.Where(protocol => such(protocol.Traits)).Select(protocol => protocol.Name));

    private static string Choices(Func<ProtocolTraits, IReadOnlyList<string>> choices) => string.Join("; ", ProtocolCatalog.All
        .Select(protocol => string.Join(", ", choices(protocol.Traits))).Where(words => words.Length > 0).Distinct()
        .Select(words => $"{Those(traits => string.Join(", ", choices(traits)) == words)}: {words}"));

    private static string Hint(string name) =>
        Spelling.Hint(name, [.. ProtocolCatalog.All.Select(protocol => protocol.Name)], "there are");

    private static string Known() => "Protocols: " + string.Join(", ", ProtocolCatalog.All.Select(protocol => protocol.Name));
}
