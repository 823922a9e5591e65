using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Native;

namespace ProtoBench.Protocols.Lean.Loops;

/// <summary>
/// A connected socket whose events come to one loop. .NET's own asynchronous calls are never used on it: they would watch it a second time.
/// </summary>
internal sealed class LoopSocket : ILoopMember, ILoopWork
{
    private const int Nothing = 0;
    private const int Left = 1;
    private const int Over = 2;

    private readonly int _descriptor;
    private ILoopSocketUser _user = null!;
    private ulong _key;
    private ReadOnlyMemory<byte> _first;
    private ReadOnlyMemory<byte> _second;
    private int _sending;
    private WriteWatch? _writeWatch;
    private bool _watched;
    private bool _disposed;

    private LoopSocket(Socket socket, EventLoop loop)
    {
        Socket = socket;
        Loop = loop;
        _descriptor = (int)socket.Handle;
    }

    public Socket Socket { get; }

    public EventLoop Loop { get; }

    /// <summary>Connects a socket on whose options everything is set, and owns it from then on.</summary>
    /// <exception cref="SocketException">Nobody listens, or there is no way.</exception>
    public static async ValueTask<LoopSocket> ConnectAsync(Socket socket, EndPoint endPoint, CancellationToken cancellationToken)
    {
        var connected = new LoopSocket(socket, EventLoops.Next());
        socket.Blocking = false;
        try
        {
            socket.Connect(endPoint);
            return connected;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // On its way (connect(2), EINPROGRESS).
        }

        await ConnectedAsync(connected, cancellationToken).ConfigureAwait(false);
        return connected;
    }

    /// <summary>Begins to tell <paramref name="user"/> what happens. From any thread, once.</summary>
    public void Start(ILoopSocketUser user)
    {
        _user = user;
        _watched = true;
        Loop.Join(this, _descriptor, writes: false, ref _key);
    }

    /// <summary>Reads what is there; 0: nothing more will come; less than 0: nothing is there now.</summary>
    /// <exception cref="SocketException">The connection is broken.</exception>
    public int Receive(Span<byte> buffer)
    {
        if (!Loop.IsCurrent || _disposed)
        {
            return ReceiveApart(buffer);
        }

        var received = LibcSockets.Receive(_descriptor, buffer, buffer.Length, LibcSockets.DontWait);
        if (received >= 0)
        {
            return (int)received;
        }

        var error = Marshal.GetLastPInvokeError();
        return error is Errno.TryAgain or Errno.Interrupted ? -1 : throw SocketErrors.Of(error);
    }

    /// <summary>
    /// Sends both pieces. False: <see cref="ILoopSocketUser.Sent"/> follows. True: the kernel has all, or the connection is broken, which
    /// whoever reads will find out. From any thread, but not before the last one is sent.
    /// </summary>
    public bool Send(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second = default)
    {
        if (SendNow(ref first) && SendNow(ref second))
        {
            return true;
        }

        (_first, _second) = (first, second);
        if (Interlocked.CompareExchange(ref _sending, Left, Nothing) != Nothing)
        {
            return true;
        }

        // On the loop's thread only: elsewhere the descriptor could meanwhile be closed, and its number be another connection's.
        _writeWatch ??= new WriteWatch(this);
        if (Loop.IsCurrent)
        {
            _writeWatch.Run();
        }
        else
        {
            Loop.Post(_writeWatch);
        }

        return false;
    }

    public void OnReady(bool readable, bool writable)
    {
        if (writable && Volatile.Read(ref _sending) == Left)
        {
            SendLeft();
        }

        if (readable && _watched)
        {
            _user.Readable();
        }
    }

    /// <summary>Stops watching after the end, which level-triggered epoll would tell for ever. On the loop's thread.</summary>
    public void End()
    {
        if (_watched)
        {
            _watched = false;
            Loop.Leave(_descriptor, _key);
        }

        if (Interlocked.Exchange(ref _sending, Over) == Left)
        {
            _user.Sent();
        }
    }

    /// <summary>Ends and closes it on the loop's thread, where nothing else can be using it.</summary>
    public void Close()
    {
        if (Loop.IsCurrent)
        {
            Run();
        }
        else
        {
            Loop.Post(this);
        }
    }

    public void Run()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        End();
        Socket.Dispose();
        _user?.Closed();
    }

    private static async ValueTask ConnectedAsync(LoopSocket socket, CancellationToken cancellationToken)
    {
        var waiter = new ConnectWaiter(socket.Loop, socket._descriptor);
        await socket.Loop.EnterAsync();
        waiter.Start();
        try
        {
            await waiter.Ready.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // Before the socket may be closed.
            await socket.Loop.EnterAsync();
            waiter.Stop();
            throw;
        }

        var error = (int)socket.Socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != 0)
        {
            throw new SocketException(error);
        }
    }

    // Socket holds the descriptor for each call, because another thread might close it, and touches a dozen cache lines of its own for
    // that. On the loop's thread, which alone closes it, none of this is needed.
    private bool SendNow(ref ReadOnlyMemory<byte> bytes)
    {
        if (!Loop.IsCurrent || _disposed)
        {
            return SendApart(ref bytes);
        }

        while (!bytes.IsEmpty)
        {
            var sent = LibcSockets.Send(_descriptor, bytes.Span, bytes.Length, LibcSockets.DontWait | LibcSockets.NoSignal);
            if (sent >= 0)
            {
                bytes = bytes[(int)sent..];
                continue;
            }

            switch (Marshal.GetLastPInvokeError())
            {
                case Errno.Interrupted:
                    continue;
                case Errno.TryAgain:
                    return false;
                default:
                    bytes = default;
                    return true;
            }
        }

        return true;
    }

    private int ReceiveApart(Span<byte> buffer)
    {
        var received = Socket.Receive(buffer, SocketFlags.None, out var error);
        return error switch
        {
            SocketError.Success => received,
            SocketError.WouldBlock or SocketError.Interrupted => -1,
            _ => throw new SocketException((int)error),
        };
    }

    private bool SendApart(ref ReadOnlyMemory<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            int sent;
            try
            {
                sent = Socket.Send(bytes.Span, SocketFlags.None, out var error);
                if (error is SocketError.WouldBlock)
                {
                    return false;
                }

                if (error is not (SocketError.Success or SocketError.Interrupted))
                {
                    bytes = default;
                    return true;
                }
            }
            catch (ObjectDisposedException)
            {
                bytes = default;
                return true;
            }

            bytes = bytes[sent..];
        }

        return true;
    }

    private void SendLeft()
    {
        if (!SendNow(ref _first) || !SendNow(ref _second))
        {
            return;
        }

        WatchWrites(false);
        Volatile.Write(ref _sending, Nothing);
        _user.Sent();
    }

    private void WatchWrites(bool on)
    {
        if (_watched)
        {
            Loop.Watch(_descriptor, _key, on);
        }
    }

    private sealed class WriteWatch(LoopSocket socket) : ILoopWork
    {
        public void Run() => socket.WatchWrites(Volatile.Read(ref socket._sending) == Left);
    }

    private sealed class ConnectWaiter(EventLoop loop, int descriptor) : ILoopMember
    {
        private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private ulong _key;

        public Task Ready => _ready.Task;

        public void Start() => loop.Join(this, descriptor, writes: true, ref _key);

        public void OnReady(bool readable, bool writable) => Stop();

        public void Stop()
        {
            if (!_ready.Task.IsCompleted)
            {
                // First, because whoever waits may join at once, and a descriptor is watched only once.
                loop.Leave(descriptor, _key);
                _ready.SetResult();
            }
        }
    }
}

/// <summary>Who is told of a socket's events, on its loop's thread.</summary>
internal interface ILoopSocketUser
{
    /// <summary>There is something to read, an end, or an error.</summary>
    void Readable();

    /// <summary>
    /// What <see cref="LoopSocket.Send"/> had left is gone; or the connection has ended, and nobody looks at it any more.
    /// </summary>
    void Sent();

    /// <summary>This side has closed it.</summary>
    void Closed();
}
