using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine;
using ProtoBench.Machine.Programs;
using ProtoBench.Machine.Sockets;

namespace ProtoBench.Peer;

/// <summary><c>protobench serve</c> as a trial starts it: listens as ordered, samples itself, and reports when told to stop.</summary>
internal sealed class ServeRole(MessageChannel channel, ChildLog log) : ChildRole("serve", channel, log)
{
    private volatile bool _workIsShort;

    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        var order = await PathAnswers.UntilAsync(Channel, () => NextAsync(cancellationToken)).ConfigureAwait(false) as ServeOrder
            ?? throw new InvalidOperationException("the first message to a server must be its order");
        LimitedKey.Refuse(order.Qlog is not null, "has no files written");
        if (order.Ports is { } ports && EndPointText.Parse(order.EndPoint) is IPEndPoint { Port: 0, Address: var address })
        {
            var free = new IPEndPoint(address, PortRanges.Free(address, ports.First, ports.Last));
            order = order with { EndPoint = EndPointText.Write(free) };
        }

        using var identity = order.Identity is { } pem ? TlsIdentity.FromServerPem(pem)
            : order.Arm.Tls ? TlsIdentity.Create(address: (EndPointText.Parse(order.EndPoint) as IPEndPoint)?.Address)
            : null;
        var received = new TransferMeter();
        var requests = order.Requests?.Create();
        var server = await ArmEndpoint.ListenAsync(order, identity, WorkloadCatalog.ServerParts(received), cancellationToken, requests)
            .ConfigureAwait(false);
        await using (server.ConfigureAwait(false))
        {
            var listening = LoadClock.Now;
            var endPoint = EndPointText.Write(server.EndPoint);
            Log.Information($"{order.Arm.Label} listens at {endPoint}");
            var path = TrialPaths.Of(order.OverLink, server.EndPoint);
            var retransmissions = RetransmissionProbe.For(path);
            using var congestion = path is not TrialPath.Loopback && order.CongestionEvery is { } every ? new CongestionWatch(every) : null;
            using var sampler = new ProcessSampler(() =>
            {
                // Again and again: a pool may take a request that comes after a rest for work that starves.
                PoolGrowth.UndoIf(_workIsShort);
                return ProcessProbe.Take(
                    server.Uploads.Bytes + received.Bytes, server.Uploads.Messages + received.Messages, sentAgain: retransmissions());
            });
            Channel.Write(new Ready(endPoint, identity?.CertificatePem(), listening, server.Software));

            // Behind that, because the client is waited for meanwhile, and nothing is measured yet.
            using var duties = HostDuties.Begin(order.Duty);
            if (await AnswerUntilStoppedAsync(server, (server.EndPoint as IPEndPoint)?.Port, cancellationToken).ConfigureAwait(false))
            {
                // Counting takes memory of its own: behind what tells how much there was.
                Channel.Write(new Served(
                    sampler.Finish(),
                    ProcessProbe.PeakResidentBytes(),
                    congestion?.Finish("server"),
                    duties?.Seen(),
                    requests?.Count()));
            }
        }
    }

    /// <summary>False: the parent has gone.</summary>
    private async Task<bool> AnswerUntilStoppedAsync(IProtocolServer server, int? port, CancellationToken cancellationToken)
    {
        using var compiler = new CompilerWatch(new BackgroundCompiler(Environment.ProcessId).Ticks);
        using var paths = new PathAnswers();
        while (await Channel.ReadAsync(cancellationToken).ConfigureAwait(false) is var message)
        {
            switch (message)
            {
                case QuietQuestion question:
                    _workIsShort = question.WorkIsShort;
                    Channel.Write(new QuietAnswer(compiler.IsQuiet(question.Left)));
                    break;
                case EchoOrder order:
                    Channel.Write(paths.Start(order));
                    break;
                case LookQuestion question:
                    Channel.Write(new Looked(ServerSight.OfThis(question.Sockets ? port : null)));
                    break;
                case DrainOrder order:
                    Channel.Write(new Drained(await DrainAsync(server, order, cancellationToken).ConfigureAwait(false)));
                    break;
                case Stop:
                    return true;
                case null:
                    return false;
                default:
                    throw new InvalidOperationException($"a server cannot do '{message.GetType().Name}'");
            }
        }

        return false;
    }

    private static async Task<ServerDrain> DrainAsync(IProtocolServer server, DrainOrder order, CancellationToken cancellationToken)
    {
        var from = LoadClock.Now;
        if (order.AtOnce)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            return new ServerDrain(from, LoadClock.Now, InTime: true);
        }

        var draining = server as IDrainingServer ?? throw new InvalidOperationException("this server can only be stopped at once");
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(order.Limit);
        try
        {
            await draining.DrainAsync(limit.Token).ConfigureAwait(false);
            return new ServerDrain(from, LoadClock.Now, InTime: true);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            await server.DisposeAsync().ConfigureAwait(false);
            return new ServerDrain(from, LoadClock.Now, InTime: false);
        }
    }
}
