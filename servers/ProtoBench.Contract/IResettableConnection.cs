namespace ProtoBench.Contract;

/// <summary>A connection that can be broken off with a reset instead of being closed: see <see cref="ProtocolTraits.Resets"/>.</summary>
public interface IResettableConnection : IProtocolConnection
{
    /// <summary>Ends the connection at once with RST (SO_LINGER of 0 s, socket(7)); dispose it afterwards.</summary>
    void Reset();
}
