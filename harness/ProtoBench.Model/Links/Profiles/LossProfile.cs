namespace ProtoBench.Model.Links.Profiles;

/// <summary>How packets are lost. One of the three kinds.</summary>
public abstract record LossProfile
{
    /// <summary>Long-run share of lost packets, 0 to 1; 0 for a drop list, which names packets instead of a share.</summary>
    public abstract double MeanLoss { get; }
}
