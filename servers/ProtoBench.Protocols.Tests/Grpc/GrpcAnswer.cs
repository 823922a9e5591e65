namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>How an answer ends.</summary>
internal enum GrpcEnding
{
    Properly,
    Never,
    ResetsStream,
    ClosesConnection,
}

/// <summary>An answer to a call, octet by octet.</summary>
internal sealed record GrpcAnswer
{
    public int HttpStatus { get; init; } = 200;

    public string ContentType { get; init; } = "application/grpc";

    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>Null: the response has no body, only headers ("Trailers-Only" where it ends properly).</summary>
    public byte[]? Body { get; init; }

    public IReadOnlyDictionary<string, string> Trailers { get; init; } = new Dictionary<string, string>();

    public GrpcEnding Ending { get; init; }

    /// <summary>Error code of HTTP/2 (RFC 9113, 7) for <see cref="GrpcEnding.ResetsStream"/>. Default: INTERNAL_ERROR.</summary>
    public int ResetCode { get; init; } = 2;

    /// <summary>A status in the headers, and nothing else.</summary>
    public static GrpcAnswer TrailersOnly(string status, string? message = null) => new() { Headers = Status(status, message) };

    /// <summary>A body and a status after it.</summary>
    public static GrpcAnswer Of(byte[] body, string? status = "0", params (string Name, string Value)[] headers) => new()
    {
        Body = body,
        Headers = headers.ToDictionary(),
        Trailers = status is null ? new() : Status(status, null),
    };

    private static Dictionary<string, string> Status(string status, string? message)
    {
        var headers = new Dictionary<string, string> { ["grpc-status"] = status };
        if (message is not null)
        {
            headers["grpc-message"] = message;
        }

        return headers;
    }
}
