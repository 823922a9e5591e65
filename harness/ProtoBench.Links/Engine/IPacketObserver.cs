using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>Sees every packet at the moment it is decided. Called on the engine's thread: must neither block nor allocate.</summary>
internal interface IPacketObserver
{
    /// <param name="direction">Way of the packet.</param>
    /// <param name="now">Arrival on the engine's clock.</param>
    /// <param name="frame">The packet as it arrived, with the port's header.</param>
    /// <param name="decision">Its fate.</param>
    void Observe(LinkDirection direction, long now, ReadOnlySpan<byte> frame, in LinkDecision decision);
}
