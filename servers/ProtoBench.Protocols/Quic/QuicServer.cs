using System.Net;
using ProtoBench.Contract;
using ProtoBench.Quic;

namespace ProtoBench.Protocols.Quic;

/// <summary>The <c>quic</c> protocol's server: requests are answered on the endpoint's own thread.</summary>
internal sealed class QuicServer(QuicListener listener, TransferMeter uploads) : IProtocolServer
{
    public EndPoint EndPoint => listener.EndPoint;

    public TransferMeter Uploads => uploads;

    public ValueTask DisposeAsync() => listener.DisposeAsync();
}
