namespace ProtoBench.Model.Links.Profiles;

/// <summary>Every packet is lost with the same probability, whatever happened to the ones before.</summary>
public sealed record IndependentLoss(double Probability) : LossProfile
{
    public override double MeanLoss => Probability;
}
