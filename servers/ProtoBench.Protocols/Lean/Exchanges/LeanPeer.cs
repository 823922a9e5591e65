using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>The server at the other end of a connection, as requests name it.</summary>
/// <param name="Facts">Of the connection.</param>
/// <param name="Phases">Where the time of opening it went.</param>
/// <param name="Scheme">http or https.</param>
/// <param name="Authority">Host and port, as in Host and <c>:authority</c>.</param>
/// <param name="Verifies">Are payload bytes compared?</param>
/// <param name="IsForeign">Is the server not ours?</param>
internal sealed record LeanPeer(
    ConnectionFacts Facts, ConnectionPhases Phases, string Scheme, string Authority, bool Verifies, bool IsForeign)
{
    /// <summary>What asks for a transfer is told.</summary>
    public static NotSupportedException NoTransfers() =>
        new("the lean client carries exchanges and requests only; transfers need client: dotnet");
}
