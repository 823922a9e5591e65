using System.Net;
using ProtoBench.Load.Children;
using ProtoBench.Load.Loops;
using ProtoBench.Load.Workloads;
using ProtoBench.Machine.Sockets;

namespace ProtoBench.Load;

/// <summary>Whose sockets a trial counts over time.</summary>
internal static class TrialSockets
{
    /// <summary>
    /// Begins to. Null where connections do not come and go, because a look takes processor time: on a link and on loopback the client sees
    /// both sides, and of several client processes the first one sees all.
    /// </summary>
    /// <param name="order">The client's.</param>
    /// <param name="path">How it reaches the server: on another host its process is nobody's here.</param>
    public static SocketWatch? Watch(DriveOrder order, TrialPath path) =>
        WorkloadCatalog.Of(order.Cell.Workload.Kind).MovesSockets(order.Cell.Workload)
        && order.Together is null or { Number: 0 }
        && ArmEndpoint.ProtocolOf(order.Cell.Arm).Traits.OverTcp
        && EndPointText.Parse(order.EndPoint) is IPEndPoint { Port: var port }
            ? new SocketWatch(port, path == TrialPath.Network ? null : order.ServerProcessId)
            : null;
}
