using ProtoBench.Model.Randomness;

namespace ProtoBench.Analysis.Comparisons.Simulation;

/// <summary>Seeded normal numbers by Marsaglia's polar method ("A convenient method for generating normal variables", 1964).</summary>
internal sealed class GaussianRandom(ulong seed)
{
    private readonly SeededRandom _random = new(seed);
    private double _spare = double.NaN;

    /// <summary>Uniform within (0, 1].</summary>
    public double Uniform() => _random.NextPositive();

    /// <summary>Mean 0, standard deviation 1.</summary>
    public double Normal()
    {
        if (!double.IsNaN(_spare))
        {
            (var kept, _spare) = (_spare, double.NaN);
            return kept;
        }

        while (true)
        {
            var (x, y) = ((2 * Uniform()) - 1, (2 * Uniform()) - 1);
            var square = (x * x) + (y * y);
            if (square is > 0 and < 1)
            {
                var factor = Math.Sqrt(-2 * Math.Log(square) / square);
                _spare = y * factor;
                return x * factor;
            }
        }
    }
}
