using System.Net.Sockets;
using System.Runtime.InteropServices;
using ProtoBench.Contract;
using ProtoBench.Native;
using ProtoBench.Protocols.Lean.Loops;

namespace ProtoBench.Protocols.Lean.Servers;

/// <summary>
/// One accepted connection on its loop: reads what there is, lets the conversation answer all of it, and sends the answers in one call.
/// While a client does not take its answers, nothing more is read from it.
/// </summary>
internal sealed class ServedSocket : ILoopMember, ILoopWork
{
    private readonly Socket _socket;
    private readonly int _descriptor;
    private readonly EventLoop _loop;
    private readonly Conversation _conversation;
    private readonly AnswerQueue _answers;
    private readonly Action<ServedSocket> _ended;
    private byte[] _kept = [];
    private int _keptLength;
    private ulong _key;
    private bool _paused;
    private bool _dropsRest;
    private bool _isOver;

    /// <param name="socket">Accepted; owned by the new connection, and never used asynchronously.</param>
    /// <param name="loop">Serves it.</param>
    /// <param name="conversation">Answers.</param>
    /// <param name="ended">Told once, on the loop's thread, when it is closed.</param>
    public ServedSocket(Socket socket, EventLoop loop, Conversation conversation, Action<ServedSocket> ended)
    {
        socket.Blocking = false;
        _socket = socket;
        _descriptor = (int)socket.Handle;
        _loop = loop;
        _conversation = conversation;
        _answers = new AnswerQueue(_descriptor);
        _ended = ended;
    }

    /// <summary>Begins to serve. Once.</summary>
    public void Start() => _loop.Join(this, _descriptor, writes: false, ref _key);

    /// <summary>Ends it with a reset, from any thread: what waits in the buffers is dropped (socket(7), SO_LINGER).</summary>
    public void Reset() => _loop.Post(this);

    public void Run()
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            _socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (SocketException)
        {
            // The client was first.
        }

        End();
    }

    public void OnReady(bool readable, bool writable)
    {
        if (_isOver)
        {
            return;
        }

        try
        {
            Serve(readable, writable);
        }
        catch (Exception error) when (error is InvalidDataException or BadResponseException)
        {
            // The client sent nonsense. It learns that from the closed connection; others go on.
            End();
        }
    }

    private void Serve(bool readable, bool writable)
    {
        _answers.Begin();
        if (_paused)
        {
            if (!writable)
            {
                return;
            }

            _answers.Flush();
            if (_answers.IsBroken)
            {
                End();
                return;
            }

            if (!_answers.IsEmpty)
            {
                return;
            }

            _answers.Begin();
            Answer(_kept.AsSpan(0, _keptLength));
        }

        if (readable && !_paused && !_isOver)
        {
            Read();
        }
    }

    private void Read()
    {
        var buffer = _loop.Buffer;
        _kept.AsSpan(0, _keptLength).CopyTo(buffer);
        var room = buffer.AsSpan(_keptLength);
        var received = LibcSockets.Receive(_descriptor, room, room.Length, LibcSockets.DontWait);
        if (received > 0)
        {
            Answer(buffer.AsSpan(0, _keptLength + (int)received));
        }
        else if (received == 0 || Marshal.GetLastPInvokeError() is not (Errno.TryAgain or Errno.Interrupted))
        {
            // The client has said all, and has all answers, or it is gone.
            End();
        }
    }

    private void Answer(ReadOnlySpan<byte> bytes)
    {
        var taken = _dropsRest ? bytes.Length : 0;
        while (!_dropsRest)
        {
            _answers.Begin();
            taken += _conversation.Take(bytes[taken..], _answers);
            var wasFull = _answers.WasFull;
            _answers.Flush();
            if (_answers.IsBroken)
            {
                End();
                return;
            }

            // The kernel may have taken meanwhile what it had refused, and then nobody would tell that there is room again.
            if (!wasFull || !_answers.IsEmpty)
            {
                break;
            }
        }

        Keep(_conversation.IsOver ? default : bytes[taken..]);
        Watch();
        if (_conversation.IsOver && !_paused && !_dropsRest)
        {
            // A close while the client still sends would reset the connection and destroy the answer (RFC 9112, 9.6).
            _dropsRest = true;
            FinishSending();
        }
    }

    private void FinishSending()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            // The client has reset it.
            End();
        }
    }

    private void Watch()
    {
        var pauses = !_answers.IsEmpty;
        if (pauses)
        {
            _answers.Park();
        }

        if (pauses && !_paused)
        {
            _loop.WatchWritesOnly(_descriptor, _key);
        }
        else if (!pauses && _paused)
        {
            _loop.Watch(_descriptor, _key, writes: false);
        }

        _paused = pauses;
    }

    // Half a request, or requests that wait for room. The bytes may be the kept ones themselves.
    private void Keep(ReadOnlySpan<byte> rest)
    {
        if (_kept.Length < rest.Length)
        {
            var larger = new byte[System.Numerics.BitOperations.RoundUpToPowerOf2((uint)rest.Length)];
            rest.CopyTo(larger);
            _kept = larger;
        }
        else
        {
            rest.CopyTo(_kept);
        }

        _keptLength = rest.Length;
    }

    private void End()
    {
        _isOver = true;
        _loop.Leave(_descriptor, _key);
        _socket.Dispose();
        _ended(this);
    }
}
