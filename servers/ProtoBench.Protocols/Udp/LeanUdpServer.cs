using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.Lean.Loops;
using ProtoBench.Protocols.Lean.Servers;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// Answers requests on one of the lean servers' loops: all datagrams that wait are received in one call, and their answers leave in
/// another. One socket is one thread's; transfers and flows are the idiomatic server's alone.
/// </summary>
internal sealed class LeanUdpServer : IProtocolServer, ILoopMember, ILoopWork
{
    // So that connections of other servers on the loop get their turn.
    private const int BatchesPerTurn = 8;

    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly EventLoop _loop = EventLoops.NextOfServer();
    private readonly DatagramBatch _batch = new(Payload.Create(DatagramHeader.LargestPayload));
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly bool _verifyContent;
    private readonly ServerWork _work;
    private readonly int _most;
    private readonly ulong _key;
    private bool _isOver;
    private int _isDisposed;

    /// <param name="socket">Bound; owned by the new server, and never used asynchronously.</param>
    /// <param name="settings">As given to <see cref="IProtocol.ListenAsync"/>.</param>
    public LeanUdpServer(Socket socket, EndpointSettings settings)
    {
        socket.Blocking = false;
        _socket = socket;
        _descriptor = (int)socket.Handle;
        _verifyContent = settings.VerifyContent;
        _work = new ServerWork(settings.ServerWork);

        // What the server works for one answer would otherwise delay those before it in the batch.
        _most = settings.ServerWork > TimeSpan.Zero ? 1 : DatagramBatch.Most;
        EndPoint = socket.LocalEndPoint!;
        _loop.Join(this, _descriptor, writes: false, ref _key);
    }

    public EndPoint EndPoint { get; }

    public string? Software => LeanStreamServer.SoftwareName;

    public TransferMeter Uploads { get; } = new();

    public ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) == 0)
        {
            _loop.Post(this);
        }

        return new(_ended.Task);
    }

    public void OnReady(bool readable, bool writable)
    {
        for (var turn = 0; turn < BatchesPerTurn && !_isOver; turn++)
        {
            var count = _batch.Receive(_descriptor, _most);
            if (count < 0)
            {
                // Closed is better than open and deaf: clients then get ECONNREFUSED.
                Run();
                return;
            }

            for (var i = 0; i < count; i++)
            {
                Answer(i);
            }

            _batch.Send(_descriptor);
            if (count < _most)
            {
                return;
            }
        }
    }

    /// <summary>Ends it, on the loop's thread.</summary>
    public void Run()
    {
        if (!_isOver)
        {
            _isOver = true;
            _loop.Leave(_descriptor, _key);
            _socket.Dispose();
            _batch.Dispose();
            _ended.SetResult();
        }
    }

    private void Answer(int index)
    {
        var datagram = _batch[index];
        if (!DatagramHeader.TryRead(datagram, out var header) || header.Kind != DatagramKind.Request)
        {
            return;
        }

        _work.Do();
        if (IsAsAgreed(datagram[DatagramHeader.Bytes..]))
        {
            _batch.Answer(index, header with { Kind = DatagramKind.Reply }, header.Argument);
        }
        else
        {
            _batch.Answer(index, new DatagramHeader(DatagramKind.Refusal, 0, header.Id), 0);
        }
    }

    private bool IsAsAgreed(ReadOnlySpan<byte> payload)
    {
        try
        {
            Payload.VerifyIf(_verifyContent, payload);
            return true;
        }
        catch (BadResponseException)
        {
            return false;
        }
    }
}
