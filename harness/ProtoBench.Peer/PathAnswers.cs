using System.Net;
using ProtoBench.Load.Children;
using ProtoBench.Machine.Paths;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Peer;

/// <summary>What either side does when it is asked about the path between them, before and after everything else.</summary>
internal sealed class PathAnswers : IDisposable
{
    // A path that is not seen by then is of no use to a trial either.
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    private PathEcho? _echo;

    /// <summary>The first order that is not about the path; those before it are obeyed, and nothing listens any more.</summary>
    public static async Task<ChildMessage> UntilAsync(MessageChannel channel, Func<Task<ChildMessage>> next)
    {
        using var paths = new PathAnswers();
        var message = await next().ConfigureAwait(false);
        while (message is EchoOrder order)
        {
            channel.Write(paths.Start(order));
            message = await next().ConfigureAwait(false);
        }

        return message;
    }

    /// <summary>Answers looks as ordered, and no longer as ordered before.</summary>
    public Echoing Start(EchoOrder order)
    {
        Dispose();
        _echo = PathEcho.Start(IPAddress.Parse(order.Address), order.Ports, order.Most);
        return new Echoing(_echo.Ports, _echo.Refused);
    }

    /// <summary>Looks as ordered. What does not work is part of the answer.</summary>
    public static async Task<PathSeen> SeeAsync(PathOrder order, CancellationToken cancellationToken)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(Limit);
        IReadOnlyList<PortReach> reached = [];
        try
        {
            var address = IPAddress.Parse(order.Address);
            if (order.EveryPort)
            {
                reached = await PortTrial.TryAsync(address, order.Ports, limit.Token).ConfigureAwait(false);
            }

            // The first that is known to be open, else the first.
            var best = reached.FirstOrDefault(port => port.IsOpen) ?? reached.FirstOrDefault(port => port.Tcp is null);
            if (order.EveryPort && best is null)
            {
                return new PathSeen(Look: null, "no port was reached", reached);
            }

            var end = new IPEndPoint(address, best?.Port ?? order.Ports[0]);
            return new PathSeen(
                await PathTrial.LookAsync(end, best?.Udp is null, limit.Token).ConfigureAwait(false), WhyNot: null, reached);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return new PathSeen(Look: null, $"no answer within {Limit.TotalSeconds:0} s", reached);
        }
        catch (IOException error)
        {
            return new PathSeen(Look: null, error.Message, reached);
        }
    }

    public void Dispose()
    {
        _echo?.Dispose();
        _echo = null;
    }
}
