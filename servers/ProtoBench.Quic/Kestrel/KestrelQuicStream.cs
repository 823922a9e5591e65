using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>
/// One stream as Kestrel sees it: two pipes (<see cref="KestrelInput"/> and <see cref="KestrelOutput"/>) and its features. Used again for
/// the next stream once everybody has let go of it.
/// </summary>
internal sealed class KestrelQuicStream : ConnectionContext, IQuicStreamHandler
{
    public const int SegmentBytes = 16 * 1024;

    private const ulong InternalError = 0x102;

    private readonly KestrelQuicConnection _connection;
    private readonly QuicStreamPeer _peer;
    private readonly KestrelInput _input;
    private readonly KestrelOutput _output;
    private readonly KestrelStreamFeatures _features;
    private readonly ILoopWork _disposal;
    private Dictionary<object, object?>? _items;
    private int _generation;
    private bool _aborted;
    private bool _disposed;

    public KestrelQuicStream(KestrelQuicConnection connection, QuicStreamPeer peer)
    {
        _connection = connection;
        _peer = peer;
        _input = new KestrelInput(this, peer);
        _output = new KestrelOutput(this, peer);
        _features = new KestrelStreamFeatures(this);
        _features.AddTo(Features);
        _disposal = new Disposal(this);
        Transport = new DuplexPipe(_input.Reader, _output.Writer);
        ConnectionId = "";
    }

    public override string ConnectionId { get; set; }

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items
    {
        get => _items ??= [];
        set => _items = new Dictionary<object, object?>(value);
    }

    /// <summary>The stream under it; null when that is over.</summary>
    public QuicChannel? Channel { get; private set; }

    /// <summary>What a response that cannot be completed is reset with.</summary>
    public ulong ResetCode => _features.Error >= 0 ? (ulong)_features.Error : InternalError;

    /// <summary>Starts on <paramref name="channel"/>. Loop thread only, like everything below that does not post.</summary>
    public void Begin(QuicChannel channel, bool canRead)
    {
        Channel = channel;
        _generation++;
        _aborted = _disposed = false;
        _input.Begin();
        _output.Begin();
        _features.Begin(channel, canRead);
        LocalEndPoint = _connection.LocalEndPoint;
        if (!canRead)
        {
            _input.Complete(null);
        }

        if (_features.CanWrite)
        {
            _output.Pump();
        }
        else
        {
            _output.Complete(null);
        }
    }

    public void OnOpened(QuicChannel stream)
    {
    }

    public int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes) => _input.Write(bytes);

    public void OnEnd(QuicChannel stream) => _input.End();

    public void OnSendSpace(QuicChannel stream) => _output.Pump();

    public void OnPeerReset(QuicChannel stream, ulong errorCode)
    {
        _features.Error = (long)errorCode;
        _aborted = true;
        _input.Complete(new ConnectionResetException($"the client reset the stream with code 0x{errorCode:x}"));
    }

    public void OnPeerStopped(QuicChannel stream, ulong errorCode)
    {
        _features.Error = (long)errorCode;
        _aborted = true;
        _output.Complete(new ConnectionResetException($"the client stopped the stream with code 0x{errorCode:x}"));
    }

    public void OnClosed(QuicChannel stream, QuicException? error)
    {
        Channel = null;
        var reason = error is null ? null : new ConnectionResetException(error.Message, error);
        _aborted |= reason is not null;
        _input.Complete(reason);
        _output.Complete(reason);
        _features.FireClosed();
        Recycle();
    }

    public override void Abort(ConnectionAbortedException abortReason) => OnLoop(() =>
    {
        _aborted = true;
        Channel?.Abort(ResetCode);
        _input.Complete(abortReason);
        _output.Complete(abortReason);
    });

    public override ValueTask DisposeAsync()
    {
        _input.Reader.Complete();
        _output.Writer.Complete();
        _peer.Post(_disposal);
        return base.DisposeAsync();
    }

    /// <summary>Kestrel reads no more. From any thread.</summary>
    internal void AbortRead(ulong errorCode, ConnectionAbortedException reason) => OnLoop(() =>
    {
        Channel?.StopReceiving(errorCode);
        _input.Complete(reason);
    });

    /// <summary>Kestrel writes no more. From any thread.</summary>
    internal void AbortWrite(ulong errorCode, ConnectionAbortedException reason) => OnLoop(() =>
    {
        _aborted = true;
        Channel?.ResetSending(errorCode);
        _output.Complete(reason);
    });

    /// <summary>Its pipes ended with an error and cannot be used again.</summary>
    internal void MarkAborted() => _aborted = true;

    /// <summary>Gives the stream back when everybody has let go of it.</summary>
    internal void Recycle()
    {
        if (_disposed && Channel is null && _output.IsIdle && _input.IsIdle)
        {
            _disposed = false;
            if (!_aborted)
            {
                _input.Reset();
                _output.Reset();
                _connection.Return(this);
            }
        }
    }

    // A pipe throws at its writer what its reader was completed with, and Kestrel completes the input of a connection that it aborts with
    // its reason.
    internal static bool IsOfKestrel(Exception error) => error is ConnectionAbortedException or IOException or OperationCanceledException;

    // Continuations without a state machine: an async method would be an allocation per stream.
    internal static ValueTaskAwaiter<T> AwaiterOf<T>(ValueTask<T> task) => task.GetAwaiter();

    /// <summary>Runs <paramref name="action"/> on the loop, unless the stream has been given to another request by then.</summary>
    private void OnLoop(Action action)
    {
        var generation = _generation;
        _peer.Post(new LoopTask(() =>
        {
            if (generation == _generation)
            {
                action();
            }
        }));
    }

    private void OnDisposed()
    {
        _disposed = true;
        Recycle();
    }

    private sealed class Disposal(KestrelQuicStream stream) : ILoopWork
    {
        public void Run() => stream.OnDisposed();
    }

    private sealed record DuplexPipe(PipeReader Input, PipeWriter Output) : IDuplexPipe;
}
