using ProtoBench.Model.Plans;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Trials;

/// <summary>What the kernel of this machine lacks for a cell whose sides both run on it.</summary>
internal static class KernelSupport
{
    /// <summary>The reason, with the remedy and without a full stop; null: nothing is lacking.</summary>
    public static string? WhyNot(Cell cell) =>
        cell.Arm.CongestionControl is { } name && ProtocolCatalog.Find(cell.Arm.Protocol) is { Traits.OverTcp: true }
            ? CongestionSupport.WhyNot(name, overRoute: cell.Link != ScenarioVocabulary.Loopback)
            : null;
}
