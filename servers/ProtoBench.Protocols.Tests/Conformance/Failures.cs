using System.Net.Sockets;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>The exceptions the contract names.</summary>
internal static class Failures
{
    /// <summary>A broken connection (contract, rule 5).</summary>
    public static bool IsBroken(Exception? error) => error is IOException or SocketException;
}
