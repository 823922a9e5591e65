using ProtoBench.Contract;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>How much the server may send ahead (RFC 9113, 6.9): as much as SocketsHttpHandler lets it here, so that both compare.</summary>
internal static class Http2Windows
{
    public const int StreamBytes = ProtocolTraits.LargestMessageBytes;
    public const int ConnectionBytes = 64 * 1024 * 1024;

    /// <summary>What both sides begin with (6.9.2).</summary>
    public const int InitialBytes = 65_535;

    public static IReadOnlyDictionary<string, string> Facts { get; } = new Dictionary<string, string>
    {
        ["h2 client stream window bytes"] = $"{StreamBytes}",
        ["h2 client connection window bytes"] = $"{ConnectionBytes}",
    };
}
