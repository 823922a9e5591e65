namespace ProtoBench.Model.Statistics;

/// <summary>A mean with how well it is known.</summary>
/// <param name="Mean">The estimate.</param>
/// <param name="ErrorVariance">Its squared standard error.</param>
/// <param name="Degrees">Degrees of freedom of that error; need not be whole.</param>
/// <param name="Count">Values it was made of; for two unpaired samples, of the smaller one.</param>
internal readonly record struct MeanEstimate(double Mean, double ErrorVariance, double Degrees, int Count)
{
    /// <summary>Half the width of Student's confidence interval around <see cref="Mean"/>.</summary>
    public double HalfWidth(double confidence = 0.95) =>
        StudentDistribution.Quantile((1 + confidence) / 2, Degrees) * Math.Sqrt(ErrorVariance);

    /// <summary>Probability of a mean at least this far from 0 if it were 0 (two-sided).</summary>
    public double TwoSidedP()
    {
        var error = Math.Sqrt(ErrorVariance);
        return error > 0 ? StudentDistribution.TwoSided(Mean / error, Degrees) : Mean == 0 ? 1 : 0;
    }
}
