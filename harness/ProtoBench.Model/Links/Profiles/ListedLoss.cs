namespace ProtoBench.Model.Links.Profiles;

/// <summary>Exactly these packets of the direction are lost, counted from 1 since the link's start.</summary>
public sealed record ListedLoss(IReadOnlyList<long> Packets) : LossProfile
{
    public override double MeanLoss => 0;
}
