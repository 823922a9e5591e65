namespace ProtoBench.Model.Links.Profiles;

/// <summary>
/// Gilbert-Elliott loss: two states, moved after each packet, each with its own loss. Gilbert, "Capacity of a burst-noise channel", 1960; Elliott, 1963.
/// </summary>
/// <param name="Enter">Probability of moving from good to bad after a packet.</param>
/// <param name="Leave">Probability of moving from bad to good after a packet; the mean stay in the bad state is 1 / Leave packets.</param>
/// <param name="GoodLoss">Loss in the good state. Default 0.</param>
/// <param name="BadLoss">Loss in the bad state. Default 1.</param>
public sealed record BurstLoss(double Enter, double Leave, double GoodLoss = 0, double BadLoss = 1) : LossProfile
{
    /// <summary>Share of packets that find the link in the bad state.</summary>
    public double BadShare => Enter / (Enter + Leave);

    public override double MeanLoss => ((1 - BadShare) * GoodLoss) + (BadShare * BadLoss);
}
