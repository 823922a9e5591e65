using System.Net;
using ProtoBench.Load.Loops;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Load.Children;

/// <summary>Whose sockets a trial's are.</summary>
internal static class TrialCensus
{
    /// <summary>
    /// Counts the sockets of a trial. Null where its arm has none of TCP: a port of UDP may be that of a TCP server of before, whose
    /// sockets are still there.
    /// </summary>
    public static SocketCensus? Of(DriveOrder order) =>
        ArmEndpoint.TraitsOf(order.Cell.Arm).OverTcp && EndPointText.Parse(order.EndPoint) is IPEndPoint { Port: var port }
            ? new SocketCensus(port, order.ServerProcessId, PathOf(order) == TrialPath.Network)
            : null;

    private static TrialPath PathOf(DriveOrder order) =>
        TrialPaths.Of(order.Cell.Link != ScenarioVocabulary.Loopback, EndPointText.Parse(order.EndPoint));
}
