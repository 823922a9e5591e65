using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Servers;

/// <summary>
/// Accepts byte streams and serves each on one of the loops, one thread per processor: what a server costs that neither hands an exchange
/// to another thread nor allocates for it.
/// </summary>
internal sealed class LeanStreamServer : IProtocolServer, ILoopMember, ILoopWork
{
    private readonly Socket _listener;
    private readonly int _descriptor;
    private readonly EventLoop _loop = EventLoops.NextOfServer();
    private readonly Action<Socket> _tune;
    private readonly Func<Conversation> _create;
    private readonly HashSet<ServedSocket> _connections = [];
    private readonly TaskCompletionSource _deaf = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Lazy<Task> _ending;
    private readonly ulong _key;
    private bool _isDeaf;
    private bool _isEnding;
    private SocketException? _failure;

    /// <param name="listener">Bound and listening; owned by the new server, and never used asynchronously.</param>
    /// <param name="tune">Sets what an accepted socket has not inherited.</param>
    /// <param name="create">Makes the conversation with a new connection.</param>
    public LeanStreamServer(Socket listener, Action<Socket> tune, Func<Conversation> create)
    {
        listener.Blocking = false;
        _listener = listener;
        _descriptor = (int)listener.Handle;
        _tune = tune;
        _create = create;
        _ending = new Lazy<Task>(EndAsync);
        EndPoint = listener.LocalEndPoint!;
        _loop.Join(this, _descriptor, writes: false, ref _key);
    }

    /// <summary>Of every lean server.</summary>
    public static string SoftwareName { get; } = $"{ConnectionFacts.LeanServer} on .NET {Environment.Version}";

    public EndPoint EndPoint { get; }

    public string? Software => SoftwareName;

    public TransferMeter Uploads { get; } = new();

    public ValueTask DisposeAsync() => new(_ending.Value);

    public void OnReady(bool readable, bool writable)
    {
        if (_isDeaf)
        {
            return;
        }

        // One for each event: looking whether there is a second costs .NET an exception when there is none.
        try
        {
            Start(_listener.Accept());
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.Interrupted
            or SocketError.ConnectionAborted or SocketError.ConnectionReset)
        {
            // This client left before it was accepted (accept(2), ECONNABORTED).
        }
        catch (SocketException error)
        {
            // Should accepting fail for good (no file descriptors left), closed is better than open and deaf; DisposeAsync throws it.
            _failure = error;
            Run();
        }
    }

    /// <summary>Accepts nobody any more. On the loop's thread.</summary>
    public void Run()
    {
        if (!_isDeaf)
        {
            _isDeaf = true;
            _loop.Leave(_descriptor, _key);
            _listener.Dispose();
            _deaf.SetResult();
        }
    }

    private void Start(Socket socket)
    {
        ServedSocket connection;
        try
        {
            _tune(socket);
            connection = new ServedSocket(socket, EventLoops.NextOfServer(), _create(), Forget);
        }
        catch (Exception error) when (error is SocketException or IOException)
        {
            // The client has reset it already.
            socket.Dispose();
            return;
        }

        lock (_connections)
        {
            _connections.Add(connection);
        }

        connection.Start();
    }

    private void Forget(ServedSocket connection)
    {
        lock (_connections)
        {
            _connections.Remove(connection);
            if (_isEnding && _connections.Count == 0)
            {
                _empty.TrySetResult();
            }
        }
    }

    private async Task EndAsync()
    {
        _loop.Post(this);
        await _deaf.Task.ConfigureAwait(false);
        lock (_connections)
        {
            _isEnding = true;
            if (_connections.Count == 0)
            {
                _empty.TrySetResult();
            }

            foreach (var connection in _connections)
            {
                connection.Reset();
            }
        }

        await _empty.Task.ConfigureAwait(false);
        if (_failure is { } failure)
        {
            throw new IOException($"the server at {EndPoint} could accept no more connections: {failure.Message}", failure);
        }
    }
}
