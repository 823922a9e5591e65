using ProtoBench.Model.Plans;

namespace ProtoBench.Trials;

/// <summary>Starts the servers of a scenario that are not ours.</summary>
internal interface IForeignServers
{
    /// <summary>Starts the server that a cell's arm names; null: it is one of ours.</summary>
    /// <param name="cell">What is to be measured.</param>
    /// <param name="place">Where.</param>
    /// <param name="listenAddress">As <see cref="SocketFile.ListenAddress"/> gives it.</param>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    IServingSide? Start(Cell cell, PeerPlace place, string listenAddress);
}
