using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Model.Links.Model;

/// <summary>Draws the delay's variation for each packet, in nanoseconds.</summary>
internal sealed class JitterProcess(JitterProfile profile, TimeSpan delay, ulong seed, LinkDirection direction)
{
    private readonly double _spread = profile.Spread.TotalNanoseconds;
    private readonly double _least = -delay.TotalNanoseconds;
    private readonly SeededRandom _random = LinkRandom.Stream(seed, (int)direction, Impairment.Jitter);

    public long Next()
    {
        var variation = profile.Law switch
        {
            JitterLaw.Uniform => _spread * ((2 * _random.NextUnit()) - 1),
            JitterLaw.Normal => _spread * NextNormal(),
            _ => _spread * (profile.Shape - 1) * (Math.Pow(1 - _random.NextUnit(), -1 / profile.Shape) - 1),
        };
        return (long)Math.Max(_least, variation);
    }

    // Box and Muller, 1958; always two draws, so that the stream's position is twice the packet's number.
    private double NextNormal()
    {
        var radius = Math.Sqrt(-2 * Math.Log(1 - _random.NextUnit()));
        return radius * Math.Cos(2 * Math.PI * _random.NextUnit());
    }
}
