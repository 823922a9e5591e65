using System.Numerics;
using System.Runtime.CompilerServices;

namespace ProtoBench.Contract.Duplicates;

/// <summary>
/// The ids of the last so many requests that were carried out, as a server keeps them that carries nothing out twice. Nothing is allocated
/// once it exists; the oldest id makes room for the newest.
/// </summary>
internal sealed class RequestMemory
{
    private const int None = -1;

    private readonly Lock _gate = new();
    private readonly Entry[] _entries;
    private readonly int[] _chains;
    private int _count;
    private int _oldest;

    /// <param name="remembered">How many ids, at least 1.</param>
    public RequestMemory(int remembered)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(remembered, 1);
        _entries = new Entry[remembered];
        _chains = new int[BitOperations.RoundUpToPowerOf2((uint)remembered)];
        Array.Fill(_chains, None);
    }

    /// <summary>What it holds. The answers of a server whose answers differ would come on top.</summary>
    public long Bytes => ((long)_entries.Length * Unsafe.SizeOf<Entry>()) + ((long)_chains.Length * sizeof(int));

    /// <summary>
    /// Is the caller the first that comes with this id? Then it carries the request out and calls <see cref="End"/>. Otherwise whoever was
    /// first has ended when this returns, and the answer is known.
    /// </summary>
    /// <param name="id">Of the request.</param>
    /// <param name="place">For <see cref="End"/>.</param>
    public bool TryBegin(RequestId id, out int place)
    {
        lock (_gate)
        {
            place = Find(id);
            if (place == None)
            {
                place = Add(id);
                return true;
            }
        }

        var wait = default(SpinWait);
        while (IsUnderWay(id, place))
        {
            wait.SpinOnce();
        }

        return false;
    }

    /// <summary>The request is carried out.</summary>
    public void End(RequestId id, int place)
    {
        lock (_gate)
        {
            // So many others may have come meanwhile that it is forgotten.
            if (_entries[place].Id == id)
            {
                _entries[place].Done = true;
            }
        }
    }

    private bool IsUnderWay(RequestId id, int place)
    {
        lock (_gate)
        {
            return _entries[place].Id == id && !_entries[place].Done;
        }
    }

    private int Find(RequestId id)
    {
        var at = _chains[ChainOf(id)];
        while (at != None && _entries[at].Id != id)
        {
            at = _entries[at].Next;
        }

        return at;
    }

    private int Add(RequestId id)
    {
        int place;
        if (_count < _entries.Length)
        {
            place = _count++;
        }
        else
        {
            place = _oldest;
            _oldest = (_oldest + 1) % _entries.Length;
            Forget(place);
        }

        ref var chain = ref _chains[ChainOf(id)];
        _entries[place] = new Entry { Id = id, Next = chain };
        chain = place;
        return place;
    }

    private void Forget(int place)
    {
        ref var link = ref _chains[ChainOf(_entries[place].Id)];
        while (link != place)
        {
            link = ref _entries[link].Next;
        }

        link = _entries[place].Next;
    }

    private int ChainOf(RequestId id) => id.GetHashCode() & (_chains.Length - 1);

    private struct Entry
    {
        public RequestId Id;
        public int Next;
        public bool Done;
    }
}
