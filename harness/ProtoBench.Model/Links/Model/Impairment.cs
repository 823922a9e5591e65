namespace ProtoBench.Model.Links.Model;

/// <summary>What draws random numbers, each from its own stream. The values are part of the seed's meaning: never renumber.</summary>
internal enum Impairment
{
    Loss = 0,
    BurstState = 1,
    Duplicate = 2,
    Corrupt = 3,
    CorruptBit = 4,
    Jitter = 5,
}
