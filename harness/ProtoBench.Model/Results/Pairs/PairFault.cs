namespace ProtoBench.Model.Results.Pairs;

/// <summary>The side that made a pair fail as a whole.</summary>
public enum PairFault
{
    /// <summary>It did not fail, or what both share failed, such as their link.</summary>
    None,

    Base,

    New,
}
