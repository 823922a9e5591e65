using System.Net;
using System.Net.Sockets;
using ProtoBench.Links.Native;
using ProtoBench.Native;

namespace ProtoBench.Links.Relaying;

/// <summary>
/// Lets a server that runs outside an emulated link answer at the link's server side: what arrives there is passed on to it, and its
/// answers back. TCP connections end here and begin anew, so that their congestion control towards the client is this machine's and not the
/// server's; datagrams pass as they are.
/// </summary>
internal sealed class LinkRelay : IDisposable
{
    private const int Backlog = 4096;
    private const int Attempts = 20;

    private readonly CancellationTokenSource _end = new();
    private readonly Socket _listener;
    private readonly Socket _datagrams;

    private LinkRelay(Socket listener, Socket datagrams, IPEndPoint target)
    {
        (_listener, _datagrams) = (listener, datagrams);
        EndPoint = (IPEndPoint)listener.LocalEndPoint!;
        _ = StreamRelay.RunAsync(listener, target, _end.Token);
        _ = DatagramRelay.RunAsync(datagrams, target, _end.Token);
    }

    /// <summary>Where it listens, inside the link.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins to listen inside the link.</summary>
    /// <param name="namespacePath">Of the server's side, such as <c>/proc/123/fd/45</c>.</param>
    /// <param name="address">Address of the server's side.</param>
    /// <param name="target">Where the server is.</param>
    /// <exception cref="LinkUnavailableException">The namespace cannot be entered: only root may.</exception>
    public static LinkRelay Start(string namespacePath, IPAddress address, IPEndPoint target)
    {
        // A socket belongs to the namespace of the thread that opens it, whoever uses it later.
        var (listener, datagrams) = Inside(namespacePath, () =>
        {
            // The arms of a round share a link, and each has a relay of its own: any port that both kinds have free.
            for (var i = 0; ; i++)
            {
                var stream = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                var packets = new Socket(address.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
                try
                {
                    stream.Bind(new IPEndPoint(address, 0));
                    stream.Listen(Backlog);
                    packets.Bind(new IPEndPoint(address, ((IPEndPoint)stream.LocalEndPoint!).Port));
                    return (stream, packets);
                }
                catch (SocketException) when (i < Attempts)
                {
                    stream.Dispose();
                    packets.Dispose();
                }
            }
        });
        return new LinkRelay(listener, datagrams, target);
    }

    public void Dispose()
    {
        _end.Cancel();
        _listener.Dispose();
        _datagrams.Dispose();
        _end.Dispose();
    }

    private static T Inside<T>(string namespacePath, Func<T> work)
    {
        var done = new TaskCompletionSource<T>();
        var thread = new Thread(() =>
        {
            try
            {
                Enter(namespacePath);
                done.SetResult(work());
            }
            catch (Exception error) when (error is LinkUnavailableException or SocketException)
            {
                done.SetException(error);
            }
        })
        { IsBackground = true, Name = "relay" };
        thread.Start();
        thread.Join();
        return done.Task.GetAwaiter().GetResult();
    }

    private static void Enter(string path)
    {
        var descriptor = Libc.Open(path, Libc.OpenCloseOnExec);
        try
        {
            if (descriptor < 0 || LibcProcesses.EnterNamespace(descriptor, LibcProcesses.CloneNewNet) < 0)
            {
                throw LinkUnavailableException.OfLastCall(
                    "entering the link's namespace, which a server outside it needs",
                    "run as root, or let ProtoBench start the server: then it runs inside the link");
            }
        }
        finally
        {
            if (descriptor >= 0)
            {
                _ = Libc.Close(descriptor);
            }
        }
    }
}
