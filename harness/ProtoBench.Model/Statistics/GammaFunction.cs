namespace ProtoBench.Model.Statistics;

/// <summary>The logarithm of the gamma function, by Stirling's series (Abramowitz and Stegun 6.1.41; NIST DLMF 5.11.1).</summary>
internal static class GammaFunction
{
    private const double HalfLogTwoPi = 0.918938533204672741780;

    // From here on the eight terms below leave less than 1e-16.
    private const double SeriesFrom = 10;

    // B(2k) / (2k (2k − 1)), the series' coefficients in 1/z, 1/z³, 1/z⁵ and so on.
    private static readonly double[] Coefficients =
    [
        1.0 / 12, -1.0 / 360, 1.0 / 1_260, -1.0 / 1_680, 1.0 / 1_188, -691.0 / 360_360, 1.0 / 156, -3_617.0 / 122_400,
    ];

    /// <summary>ln Γ(z) for z &gt; 0.</summary>
    public static double Log(double z)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(z);
        // Γ(z) = Γ(z + n) / (z (z + 1) … (z + n − 1)) leads small arguments into the series' range.
        var product = 1.0;
        for (; z < SeriesFrom; z++)
        {
            product *= z;
        }

        return ((z - 0.5) * Math.Log(z)) - z + HalfLogTwoPi + Series(z) - Math.Log(product);
    }

    /// <summary>
    /// ln Γ(z) − ((z − ½) ln z − z + ½ ln 2π): what Stirling's formula leaves, without the loss of digits of the subtraction.
    /// </summary>
    public static double StirlingRemainder(double z) =>
        z >= SeriesFrom ? Series(z) : Log(z) - (((z - 0.5) * Math.Log(z)) - z + HalfLogTwoPi);

    private static double Series(double z)
    {
        var inverseSquare = 1 / (z * z);
        var sum = 0.0;
        for (var i = Coefficients.Length - 1; i >= 0; i--)
        {
            sum = (sum * inverseSquare) + Coefficients[i];
        }

        return sum / z;
    }
}
