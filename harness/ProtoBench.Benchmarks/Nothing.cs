using System.Net;
using System.Reflection;
using ProtoBench.Contract;
using ProtoBench.Load.Loops;

namespace ProtoBench.Benchmarks;

/// <summary>A protocol whose exchanges are done at once: what remains of a load is the harness alone.</summary>
/// <param name="pace">Comes to who starts its exchanges, as the thread of a connection does; null: nobody, so that a thread of the loop's
/// does.</param>
internal sealed class Nothing(Action<IPacer>? pace) : IProtocol, ILaneExchange
{
    public string Name => "nothing";

    public string Description => "exchanges that are done at once";

    public ProtocolTraits Traits { get; } = new() { Multiplexed = true };

    public string? UnsupportedReason => null;

    public EndpointSettings Settings { get; } = new() { EndPoint = new IPEndPoint(IPAddress.Loopback, 1) };

    public ValueTask<IProtocolServer> ListenAsync(EndpointSettings settings, CancellationToken cancellationToken) =>
        throw new NotSupportedException("it has no server");

    public ValueTask<IProtocolConnection> ConnectAsync(EndpointSettings settings, CancellationToken cancellationToken)
    {
        if (pace is null)
        {
            return ValueTask.FromResult(DispatchProxy.Create<IProtocolConnection, Unasked>());
        }

        var connection = DispatchProxy.Create<IPacedConnection, Unasked>();
        ((Unasked)(object)connection).Paces = pace;
        return ValueTask.FromResult<IProtocolConnection>(connection);
    }

    public ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection) => ValueTask.CompletedTask;

    /// <summary>A connection of which nothing is asked but to come to a pacer.</summary>
    public class Unasked : DispatchProxy
    {
        /// <summary>Does that.</summary>
        public Action<IPacer>? Paces { get; set; }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
        {
            switch (targetMethod?.ReturnType)
            {
                case { } type when type == typeof(ConnectionFacts):
                    return new ConnectionFacts { Protocol = "nothing", Client = "nothing" };
                case { } type when type == typeof(ValueTask):
                    return ValueTask.CompletedTask;
                default:
                    Paces?.Invoke((IPacer)args![0]!);
                    return null;
            }
        }
    }
}
