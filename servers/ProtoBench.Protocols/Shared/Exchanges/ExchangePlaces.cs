using System.Collections.Concurrent;

namespace ProtoBench.Protocols.Shared.Exchanges;

/// <summary>
/// The places of one connection for exchanges under way, each used for one after the other; their number grows to the most that ever
/// overlapped. Any thread may rent and return.
/// </summary>
/// <param name="create">Makes a place, of its number.</param>
/// <typeparam name="T">What a place is.</typeparam>
internal sealed class ExchangePlaces<T>(Func<int, T> create)
    where T : class
{
    /// <summary>Bits of a place's number in an id; the others count its uses.</summary>
    public const int IndexBits = 16;

    private const int Most = 1 << IndexBits;

    private readonly ConcurrentQueue<T> _free = [];
    private readonly Lock _growing = new();
    private volatile T?[] _all = [];
    private int _count;

    public T Rent() => _free.TryDequeue(out var place) ? place : Grow();

    public void Return(T place) => _free.Enqueue(place);

    /// <summary>The place an id names, or null when this connection never used such an id.</summary>
    public T? Find(long id) => (int)(id & (Most - 1)) is var index && index < _all.Length ? _all[index] : null;

    /// <summary>Does something with every place.</summary>
    public void ForEach(Action<T> act)
    {
        foreach (var place in _all)
        {
            if (place is not null)
            {
                act(place);
            }
        }
    }

    private T Grow()
    {
        lock (_growing)
        {
            if (_count == Most)
            {
                throw new InvalidOperationException($"more than {Most} exchanges overlap on one connection; use more connections");
            }

            var place = create(_count);
            var all = _all;
            if (_count == all.Length)
            {
                all = new T?[Math.Max(16, 2 * _count)];
                _all.CopyTo(all, 0);
            }

            all[_count++] = place;
            _all = all;
            return place;
        }
    }
}
