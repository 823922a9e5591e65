using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Model.Scenarios;

/// <summary>Where a client tries to connect to nobody.</summary>
public enum ConnectTarget
{
    /// <summary>A port that nobody listens at: the machine answers at once that there is nobody.</summary>
    [Word("closed-port")]
    ClosedPort,

    /// <summary>An address that takes every packet and never answers.</summary>
    [Word("black-hole")]
    BlackHole,
}
