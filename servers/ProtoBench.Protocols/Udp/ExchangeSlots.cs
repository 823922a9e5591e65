using System.Collections.Concurrent;

namespace ProtoBench.Protocols.Udp;

/// <summary>
/// The slots of one connection; their number grows to the most exchanges that ever overlapped. Any thread may rent and return.
/// </summary>
internal sealed class ExchangeSlots
{
    private const int Most = 1 << ExchangeSlot.IndexBits;

    private readonly ConcurrentQueue<ExchangeSlot> _free = [];
    private readonly Lock _growing = new();
    private volatile ExchangeSlot?[] _all = [];
    private int _count;

    public ExchangeSlot Rent() => _free.TryDequeue(out var slot) ? slot : Grow();

    public void Return(ExchangeSlot slot) => _free.Enqueue(slot);

    /// <summary>The slot an id names, or null when this connection never used such an id.</summary>
    public ExchangeSlot? Find(long id) => ExchangeSlot.IndexOf(id) is var index && index < _all.Length ? _all[index] : null;

    /// <summary>Ends every exchange that is under way.</summary>
    public void FailAll(Func<Exception> error)
    {
        foreach (var slot in _all)
        {
            slot?.Fail(error());
        }
    }

    private ExchangeSlot Grow()
    {
        lock (_growing)
        {
            if (_count == Most)
            {
                throw new InvalidOperationException($"more than {Most} exchanges overlap on one connection; use more connections");
            }

            var slot = new ExchangeSlot(_count);
            var all = _all;
            if (_count == all.Length)
            {
                all = new ExchangeSlot?[Math.Max(16, 2 * _count)];
                _all.CopyTo(all, 0);
            }

            all[_count++] = slot;
            _all = all;
            return slot;
        }
    }
}
