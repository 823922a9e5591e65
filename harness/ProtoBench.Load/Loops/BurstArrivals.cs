using ProtoBench.Model.Scenarios.LoadShapes;

namespace ProtoBench.Load.Loops;

/// <summary>Other starts, and bursts of many at the same instant between them.</summary>
/// <param name="others">Those beside the bursts.</param>
/// <param name="bursts">How large bursts are, and when they come.</param>
internal sealed class BurstArrivals(IArrivals others, RateBursts bursts) : IArrivals
{
    private long _other = others.Next();
    private long _bursts;
    private int _left = bursts.Size;

    public long Next()
    {
        var burst = (long)Math.Round((_bursts + 0.5) * bursts.Every.TotalNanoseconds);
        if (_other <= burst)
        {
            var other = _other;
            _other = others.Next();
            return other;
        }

        if (--_left == 0)
        {
            (_left, _bursts) = (bursts.Size, _bursts + 1);
        }

        return burst;
    }
}
