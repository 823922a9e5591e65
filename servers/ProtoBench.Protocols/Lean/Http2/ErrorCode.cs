using System.Globalization;

namespace ProtoBench.Protocols.Lean.Http2;

/// <summary>Why a stream or a connection of HTTP/2 was ended (RFC 9113, 7).</summary>
internal static class ErrorCode
{
    public const uint None = 0;
    public const uint Protocol = 1;
    public const uint FlowControl = 3;
    public const uint FrameSize = 6;
    public const uint RefusedStream = 7;
    public const uint Cancel = 8;
    public const uint Compression = 9;
    public const uint EnhanceYourCalm = 11;

    // By their numbers.
    private static readonly string[] Names =
    [
        "NO_ERROR", "PROTOCOL_ERROR", "INTERNAL_ERROR", "FLOW_CONTROL_ERROR", "SETTINGS_TIMEOUT",
        "STREAM_CLOSED", "FRAME_SIZE_ERROR", "REFUSED_STREAM", "CANCEL",
        "COMPRESSION_ERROR", "CONNECT_ERROR", "ENHANCE_YOUR_CALM", "INADEQUATE_SECURITY", "HTTP_1_1_REQUIRED",
    ];

    public static string NameOf(uint code) => code < Names.Length ? Names[code] : code.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The server broke the protocol, so that the connection cannot go on.</summary>
internal sealed class Http2Exception(uint code, string message) : Exception(message)
{
    public uint Code => code;
}
