using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>
/// One user who loads one page after the other as browsers do: where exchanges cannot share a connection, each connection takes the next
/// object when it has its last one's answer; where they can, all objects are asked for at once. Written by its own lane; the times of a
/// page stand in arrays that the next page uses again.
/// </summary>
internal sealed class PageVisit
{
    private readonly IReadOnlyList<ConnectionSlot> _slots;
    private readonly IReadOnlyList<UserRequest> _requests;
    private readonly IReadOnlyList<int> _sizes;
    private readonly bool _hasDocument;
    private readonly bool _fresh;
    private readonly bool _shared;
    private readonly Task[] _loading;
    private readonly IProtocolConnection?[] _own;
    private int _next;

    /// <param name="slots">Its connections; with <paramref name="fresh"/> where to open others.</param>
    /// <param name="requests">By object.</param>
    /// <param name="sizes">By object.</param>
    /// <param name="hasDocument">Is the first loaded before the others are asked for?</param>
    /// <param name="fresh">Does each page open its connections?</param>
    /// <param name="shared">May objects share a connection?</param>
    public PageVisit(
        IReadOnlyList<ConnectionSlot> slots, IReadOnlyList<UserRequest> requests, IReadOnlyList<int> sizes, bool hasDocument, bool fresh,
        bool shared)
    {
        (_slots, _requests, _sizes, _hasDocument, _fresh, _shared) = (slots, requests, sizes, hasDocument, fresh, shared);
        _loading = new Task[shared ? sizes.Count : slots.Count];
        _own = new IProtocolConnection?[slots.Count];
        Times = new ObjectTimes[sizes.Count];
    }

    /// <summary>Of the page that was loaded last, by object, on the load's clock.</summary>
    public ObjectTimes[] Times { get; }

    /// <summary>Loads one page to the last byte of its last object. Whatever fails, nothing of it is under way afterwards.</summary>
    /// <exception cref="BadResponseException">An object has another length than was asked for.</exception>
    public async Task LoadAsync(CancellationToken limit)
    {
        try
        {
            _next = 0;
            var first = 0;
            if (_hasDocument)
            {
                await LoadAsync(0, await ConnectionAsync(0, limit).ConfigureAwait(false), limit).ConfigureAwait(false);
                first = _next = 1;
            }

            var count = 0;
            if (_shared)
            {
                var connection = await ConnectionAsync(0, limit).ConfigureAwait(false);
                for (var i = first; i < _sizes.Count; i++)
                {
                    _loading[count++] = LoadAsync(i, connection, limit);
                }
            }
            else
            {
                for (var i = 0; i < _slots.Count && first + i < _sizes.Count; i++)
                {
                    _loading[count++] = LoadInTurnAsync(i, limit);
                }
            }

            await Task.WhenAll(_loading.AsSpan(0, count)).ConfigureAwait(false);
        }
        finally
        {
            if (_fresh)
            {
                for (var i = 0; i < _own.Length; i++)
                {
                    if (Interlocked.Exchange(ref _own[i], null) is { } connection)
                    {
                        await _slots[i].ReleaseAsync(connection).ConfigureAwait(false);
                    }
                }
            }
        }
    }

    private async Task LoadInTurnAsync(int place, CancellationToken limit)
    {
        // Whoever cannot get a connection leaves the objects to the others; but then the page fails, by this one's task.
        var connection = await ConnectionAsync(place, limit).ConfigureAwait(false);
        while (Interlocked.Increment(ref _next) - 1 is var mine && mine < _sizes.Count)
        {
            await LoadAsync(mine, connection, limit).ConfigureAwait(false);
        }
    }

    private async ValueTask<IProtocolConnection> ConnectionAsync(int place, CancellationToken limit)
    {
        if (!_fresh)
        {
            return _slots[place].Connection;
        }

        if (_own[place] is { } opened)
        {
            return opened;
        }

        var connection = await _slots[place].OpenAsync(limit).ConfigureAwait(false);
        _slots[place].Hold(connection);
        return _own[place] = connection;
    }

    private async Task LoadAsync(int index, IProtocolConnection connection, CancellationToken limit)
    {
        var start = LoadClock.Now;
        var reply = await ((IRequestConnection)connection).RequestAsync(_requests[index], limit).ConfigureAwait(false);
        var end = LoadClock.Now;
        if (reply.Bytes != _sizes[index])
        {
            throw new BadResponseException($"an object has {reply.Bytes} bytes, wanted were {_sizes[index]}");
        }

        Times[index] = new ObjectTimes(start, reply.FirstByteAt > 0 ? Math.Clamp(LoadClock.Of(reply.FirstByteAt), start, end) : end, end);
    }
}

/// <summary>When an object was asked for, and when its first and last byte were there; nanoseconds on the load's clock.</summary>
internal readonly record struct ObjectTimes(long Start, long FirstByte, long End)
{
    /// <summary>The same since an earlier instant.</summary>
    public ObjectTimes Since(long instant) => new(Start - instant, FirstByte - instant, End - instant);
}
