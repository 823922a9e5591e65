using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.StreamSockets;

/// <summary>Messages over a Unix domain stream socket (unix(7)). <see cref="SocketPath"/> makes its end points.</summary>
internal sealed class UnixProtocol : StreamSocketProtocol
{
    // open(2): "the file is a UNIX domain socket". .NET gives the error number as HResult.
    private const int Enxio = 6;

    public override string Name => "unix";

    public override string Description => "the same over a Unix domain stream socket";

    public override ProtocolTraits Traits { get; } = new()
    {
        LocalOnly = true,
        Drains = true,
        KnowsRequests = true,
        SupportsBlocking = true,
        ServesLean = true,
        MessageStreams = true,
        SendsRequests = true,
        RequestForm = RequestForm.Echo,
        ColourSlot = 2,
    };

    public override string? UnsupportedReason =>
        Socket.OSSupportsUnixDomainSockets
            ? null
            : "this system has no Unix domain sockets; run on Linux, macOS or Windows 10 1803 and later";

    protected override string StandardName => "Unix domain stream socket";

    protected override void Check(EndpointSettings settings)
    {
        if (settings.EndPoint is not UnixDomainSocketEndPoint)
        {
            throw new ArgumentException($"unix needs the path of a socket, not {settings.EndPoint}", nameof(settings));
        }

        if (settings is { Tls: not null } or { Site.Trust: not null })
        {
            throw new ArgumentException("unix has no TLS: it never leaves this machine", nameof(settings));
        }
    }

    protected override Socket NewSocket(EndpointSettings settings) => new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);

    protected override void Bind(Socket listener, EndPoint endPoint)
    {
        try
        {
            listener.Bind(endPoint);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse && IsAbandoned(endPoint))
        {
            // A server that was killed leaves its socket file behind, and bind(2) refuses any existing file.
            File.Delete(endPoint.ToString()!);
            listener.Bind(endPoint);
        }
    }

    /// <summary>Is the file a socket on which nobody listens? Other files also refuse connections, but they are somebody's data.</summary>
    private static bool IsAbandoned(EndPoint endPoint)
    {
        if (!IsSocket(endPoint.ToString()!))
        {
            return false;
        }

        using var probe = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            probe.Connect(endPoint);
            return false;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode == SocketError.ConnectionRefused;
        }
    }

    private static bool IsSocket(string path)
    {
        try
        {
            using var file = File.OpenHandle(path);
            return false;
        }
        catch (IOException error)
        {
            return error.HResult == Enxio;
        }
        catch (UnauthorizedAccessException)
        {
            return false;
        }
    }
}
