namespace ProtoBench.Contract;

/// <summary>Names in <see cref="ConnectionFacts.More"/> of what tells about typed messages.</summary>
public static class CodecFactNames
{
    /// <summary>Begins with JSON or Protobuf.</summary>
    public const string Codec = "codec";

    /// <summary>Begins with gzip.</summary>
    public const string Compression = "message compression";

    /// <summary>How a message is set apart from the next, such as <c>plain HTTP POST</c>.</summary>
    public const string Framing = "framing";

    /// <summary>The standard below the framing, such as <c>HTTP/2</c>.</summary>
    public const string CarriedBy = "framing carried by";

    /// <summary>Bytes of the last request and response as encoded, before compression and without framing.</summary>
    public const string RequestBytes = "encoded request bytes";

    /// <summary>See <see cref="RequestBytes"/>.</summary>
    public const string ResponseBytes = "encoded response bytes";

    /// <summary>The same after compression.</summary>
    public const string SentRequestBytes = "compressed request bytes";

    /// <summary>See <see cref="SentRequestBytes"/>.</summary>
    public const string SentResponseBytes = "compressed response bytes";
}
