using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.Features;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Quic.Kestrel;

/// <summary>What Kestrel's HTTP/3 asks its streams for.</summary>
internal sealed class KestrelStreamFeatures(KestrelQuicStream stream)
    : IStreamIdFeature, IStreamDirectionFeature, IProtocolErrorCodeFeature,
    IPersistentStateFeature, IStreamAbortFeature, IStreamClosedFeature,
        ITlsConnectionFeature
{
    private readonly Lock _closedGate = new();
    private readonly List<(Action<object?> Callback, object? State)> _onClosed = [];
    private Dictionary<object, object?>? _state;
    private bool _closedFired;

    public long StreamId { get; private set; }

    public bool CanRead { get; private set; }

    public bool CanWrite { get; private set; }

    /// <summary>Kestrel's error code for the stream; -1 until there is one.</summary>
    public long Error { get; set; } = -1;

    // As of its connection: no client certificates here.
    public X509Certificate2? ClientCertificate { get; set; }

    /// <summary>Kept over reuse: Kestrel finds its request object of the previous stream here.</summary>
    IDictionary<object, object?> IPersistentStateFeature.State => _state ??= [];

    public Task<X509Certificate2?> GetClientCertificateAsync(CancellationToken cancellationToken) => Task.FromResult(ClientCertificate);

    public void AbortRead(long errorCode, ConnectionAbortedException abortReason) => stream.AbortRead((ulong)errorCode, abortReason);

    public void AbortWrite(long errorCode, ConnectionAbortedException abortReason) => stream.AbortWrite((ulong)errorCode, abortReason);

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

    public void AddTo(IFeatureCollection features)
    {
        features.Set<IStreamIdFeature>(this);
        features.Set<IStreamDirectionFeature>(this);
        features.Set<IProtocolErrorCodeFeature>(this);
        features.Set<IPersistentStateFeature>(this);
        features.Set<IStreamAbortFeature>(this);
        features.Set<IStreamClosedFeature>(this);
        features.Set<ITlsConnectionFeature>(this);
    }

    /// <summary>For the next stream.</summary>
    public void Begin(QuicChannel channel, bool canRead)
    {
        StreamId = channel.Id;
        CanRead = canRead;
        CanWrite = channel.Bidirectional || !canRead;
        Error = -1;
        lock (_closedGate)
        {
            _closedFired = false;
            _onClosed.Clear();
        }
    }

    public void FireClosed()
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
            ThreadPool.UnsafeQueueUserWorkItem(
                static call => call.Callback(call.State), (Callback: callback, State: state), preferLocal: false);
        }
    }
}
