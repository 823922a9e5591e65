using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Messages over TCP (RFC 9293), plain or inside TLS 1.3.</summary>
internal sealed class TcpProtocol : StreamSocketProtocol
{
    public override string Name => "tcp";

    public override string Description => "length-prefixed messages over TCP, on asynchronous or blocking sockets";

    public override ProtocolTraits Traits { get; } = new()
    {
        SupportsTls = true,
        Drains = true,
        SupportsBlocking = true,
        ServesLean = true,
        MessageStreams = true,
        Resets = true,
        KnowsRequests = true,
        ServerResets = true,
        SendsRequests = true,
        RequestForm = RequestForm.Echo,
        ColourSlot = 0,
    };

    protected override string StandardName => "TCP";

    protected override void Check(EndpointSettings settings)
    {
        if (settings.EndPoint is not IPEndPoint)
        {
            throw new ArgumentException($"tcp needs an IP address and port, not {settings.EndPoint}", nameof(settings));
        }
    }

    protected override Socket NewSocket(EndpointSettings settings) =>
        new(settings.EndPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
}
