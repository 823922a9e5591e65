using System.Diagnostics;
using System.Globalization;
using System.Threading.Channels;
using ProtoBench.Contract.Quic;
using ProtoBench.Contract.Tls;
using ProtoBench.Load;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Requests;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine.Programs;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Peer;

/// <summary><c>protobench drive</c> as a trial starts it: connects as ordered, warms up, measures, and reports.</summary>
internal sealed class DriveRole(MessageChannel channel, ChildLog log) : ChildRole("drive", channel, log)
{
    protected override async Task WorkAsync(CancellationToken cancellationToken)
    {
        // While the server starts there is nothing else to do.
        ChildJson.Prepare<DriveOrder>();
        ChildJson.Prepare<Measured>();
        var order = await NextOrderAsync(cancellationToken).ConfigureAwait(false) as DriveOrder
            ?? throw new InvalidOperationException("the first message to a client must be its order");
        LimitedKey.Refuse(order.Client is not null, "starts no programs");
        LimitedKey.Refuse(order.Qlog is not null, "has no files written");
        using var abandoned = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var orders = System.Threading.Channels.Channel.CreateUnbounded<ChildMessage>();
        var asking = new AskedCompiler(Channel, PoolGrowth.IsUndoneFor(order.Cell.Workload.Kind));
        var control = new AskedParent(Channel);
        var parentGone = CancelWhenParentGoesAsync(orders.Writer, asking, control, abandoned);
        using var identity = order.CertificatePem is { } pem ? TlsIdentity.FromPem(pem) : null;
        var path = TrialPaths.Of(order.Cell.Link != ScenarioVocabulary.Loopback, EndPointText.Parse(order.EndPoint));
        var mayLose = path != TrialPath.Loopback;
        var settings = ArmEndpoint.Settings(order.Cell.Arm, order.EndPoint, identity, order.Timeout, mayLose, order.Qlog) with
        {
            Site = order.Site,
            Pipeline = order.Cell.Workload.Pipeline ?? 1,
        };

        // What no .proto file describes is asked of the server; a body that cannot be read any more is told before anything is connected.
        order = order with
        {
            Cell = order.Cell with
            {
                Workload = await RpcRequests.ResolveAsync(order.Cell.Workload, settings, abandoned.Token).ConfigureAwait(false),
            },
        };
        _ = RequestMix.Of(order.Cell.Workload, order.Site, order.Seed);
        var watch = Stopwatch.StartNew();
        var known = WorkloadCatalog.Of(order.Cell.Workload.Kind).FactsOf(order);
        var connections = known is not null ? ConnectionSet.None(known) : await ConnectionSet.ConnectAsync(
            ArmEndpoint.ProtocolOf(order.Cell.Arm), settings, order.Cell.Connections, abandoned.Token, order.ServerName)
            .ConfigureAwait(false);
        await using (connections.ConfigureAwait(false))
        {
            var connected = new Connected(connections.Facts, watch.Elapsed.TotalSeconds);
            Channel.Write(connected);
            using var duties = HostDuties.Begin(order.Duty);
            await TicketAsync(known is null ? settings.Quic.Sessions : null, order.Timeout, abandoned.Token).ConfigureAwait(false);
            Log.Information(string.Create(
                CultureInfo.InvariantCulture, $"{order.Cell.Connections} connections in {connected.Seconds:F3} s"));
            using var watching = order is { ServerAnswers: false, ServerProcessId: { } server }
                ? new CompilerWatch(new BackgroundCompiler(server).Ticks)
                : null;
            IServerCompiler compiler = order.ServerAnswers ? asking : watching as IServerCompiler ?? UnknownCompiler.Instance;
            using var slices = order.Sliced ? new SlicedLoad(order, connections, compiler, abandoned.Token) : null;
            var measured = slices is not null
                ? await DriveInSlicesAsync(slices, orders.Reader, abandoned.Token).ConfigureAwait(false)
                : await TrialLoad.RunAsync(
                    order,
                    connections,
                    compiler,
                    abandoned.Token,
                    order.Together is null ? null : warmUp => AgreeAsync(warmUp, orders.Reader, abandoned.Token),
                    control).ConfigureAwait(false);
            Channel.Write(measured with { Machine = duties?.Seen() });
        }

        // The parent closes our input when it has everything; until then the figures above may still be on their way.
        await parentGone.ConfigureAwait(false);
    }

    private async Task<ChildMessage> NextOrderAsync(CancellationToken cancellationToken)
    {
        var message = await NextAsync(cancellationToken).ConfigureAwait(false);
        while (message is PathOrder path)
        {
            Channel.Write(await PathAnswers.SeeAsync(path, cancellationToken).ConfigureAwait(false));
            message = await NextAsync(cancellationToken).ConfigureAwait(false);
        }

        return message;
    }

    /// <summary>Waits until the first connection has left a session ticket for those that are opened while measuring.</summary>
    private static async Task TicketAsync(QuicSessionStore? sessions, TimeSpan timeout, CancellationToken cancellationToken)
    {
        var watch = Stopwatch.StartNew();
        while (sessions is { Received: 0 })
        {
            if (watch.Elapsed > timeout)
            {
                throw new IOException(
                    $"the server sent no session ticket within {timeout.TotalSeconds:0.#} s, so no session can be resumed");
            }

            // Tickets come after the handshake (RFC 8446, section 4.6.1), on a long link an RTT later.
            await Task.Delay(TimeSpan.FromMilliseconds(5), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Says that the load is steady, and waits for the instant at which all clients open their windows.</summary>
    private async Task<long> AgreeAsync(WarmUpOutcome warmUp, ChannelReader<ChildMessage> orders, CancellationToken cancellationToken)
    {
        Channel.Write(new Steady(warmUp));
        return await orders.ReadAsync(cancellationToken).ConfigureAwait(false) is WindowOrder window
            ? window.At
            : throw new InvalidOperationException("a client that is steady waits for its window");
    }

    /// <summary>Does what it is told, one slice after the other, until it is told to stop.</summary>
    private async Task<Measured> DriveInSlicesAsync(
        SlicedLoad load, ChannelReader<ChildMessage> orders, CancellationToken cancellationToken)
    {
        while (true)
        {
            switch (await orders.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                case WarmUpOrder:
                    Channel.Write(await load.WarmUpAsync(cancellationToken).ConfigureAwait(false));
                    break;
                case SliceOrder slice:
                    Channel.Write(slice.Rehearsal
                        ? await load.RehearseAsync(slice.Duration, cancellationToken).ConfigureAwait(false)
                        : await load.RunAsync(slice.Duration, cancellationToken).ConfigureAwait(false));
                    break;
                case Stop:
                    return load.Report();
                case var other:
                    throw new InvalidOperationException($"a client between slices cannot do '{other.GetType().Name}'");
            }
        }
    }

    private async Task CancelWhenParentGoesAsync(
        ChannelWriter<ChildMessage> orders, AskedCompiler asking, AskedParent control, CancellationTokenSource abandoned)
    {
        try
        {
            while (await Channel.ReadAsync(abandoned.Token).ConfigureAwait(false) is { } message)
            {
                if (message is QuietAnswer answer)
                {
                    asking.Take(answer);
                }
                else if (message is PathOrder path)
                {
                    // Behind what was measured; nobody asks before.
                    Channel.Write(await PathAnswers.SeeAsync(path, abandoned.Token).ConfigureAwait(false));
                }
                else if (!control.Take(message))
                {
                    orders.TryWrite(message);
                }
            }

            await abandoned.CancelAsync().ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Log.Information("stopped while waiting for the parent");
        }
    }
}
