using System.IO.Pipelines;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Connections;
using ProtoBench.Quic.Loops;

namespace ProtoBench.Quic.Kestrel;

/// <summary>What Kestrel's HTTP/3 asks its streams for.</summary>
internal sealed partial class KestrelQuicStream
    : IStreamIdFeature, IStreamDirectionFeature, IProtocolErrorCodeFeature, IPersistentStateFeature, IStreamAbortFeature, IStreamClosedFeature,
        ITlsConnectionFeature
{
    private readonly Lock _closedGate = new();
    private readonly ILoopWork _disposal;
    private readonly List<(Action<object?> Callback, object? State)> _onClosed = [];
    private Dictionary<object, object?>? _items;
    private Dictionary<object, object?>? _state;
    private bool _closedFired;
    private Exception? _outputError;

    public override string ConnectionId { get; set; }

    public override IDuplexPipe Transport { get; set; }

    public override IFeatureCollection Features { get; } = new FeatureCollection();

    public override IDictionary<object, object?> Items
    {
        get => _items ??= [];
        set => _items = new Dictionary<object, object?>(value);
    }

    public long StreamId { get; private set; }

    public bool CanRead { get; private set; }

    public bool CanWrite { get; private set; }

    public long Error { get; set; } = -1;

    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Kept over reuse: Kestrel finds its request object of the previous stream here.</summary>
    IDictionary<object, object?> IPersistentStateFeature.State => _state ??= [];

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public void AbortRead(long errorCode, ConnectionAbortedException abortReason) => OnLoop(() =>
    {
        _channel?.StopReceiving((ulong)errorCode);
        CompleteInput(abortReason);
    });

    public void AbortWrite(long errorCode, ConnectionAbortedException abortReason) => OnLoop(() =>
    {
        _aborted = true;
        _channel?.ResetSending((ulong)errorCode);
        CompleteOutput(abortReason);
    });

    public void OnClosed(Action<object?> callback, object? state)
    {
        lock (_closedGate)
        {
            if (!_closedFired)
            {
                _onClosed.Add((callback, state));
                return;
            }
        }

        callback(state);
    }

    private void AddFeatures()
    {
        Features.Set<IStreamIdFeature>(this);
        Features.Set<IStreamDirectionFeature>(this);
        Features.Set<IProtocolErrorCodeFeature>(this);
        Features.Set<IPersistentStateFeature>(this);
        Features.Set<IStreamAbortFeature>(this);
        Features.Set<IStreamClosedFeature>(this);
        Features.Set<ITlsConnectionFeature>(this);
    }

    private void StartFeatures(QuicChannel channel, bool canRead)
    {
        StreamId = channel.Id;
        CanRead = canRead;
        CanWrite = channel.Bidirectional || !canRead;
        Error = -1;
        LocalEndPoint = _connection.LocalEndPoint;
        lock (_closedGate)
        {
            _closedFired = false;
            _onClosed.Clear();
        }
    }

    private void FireClosed()
    {
        (Action<object?> Callback, object? State)[] callbacks;
        lock (_closedGate)
        {
            _closedFired = true;
            callbacks = _onClosed.Count == 0 ? [] : [.. _onClosed];
        }

        foreach (var (callback, state) in callbacks)
        {
            // Kestrel's code: not on the loop's thread.
            ThreadPool.UnsafeQueueUserWorkItem(static call => call.Callback(call.State), (Callback: callback, State: state), preferLocal: false);
        }
    }

    private sealed class Disposal(KestrelQuicStream stream) : ILoopWork
    {
        public void Run() => stream.OnDisposed();
    }
}
