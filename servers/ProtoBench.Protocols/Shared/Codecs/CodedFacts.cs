using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>What a connection tells of the typed messages it carries.</summary>
internal static class CodedFacts
{
    /// <param name="facts">Of the connection, without it.</param>
    /// <param name="settings">Of the connection.</param>
    /// <param name="framing">How a message is set apart from the next, for readers.</param>
    /// <param name="carriedBy">The standard below the framing.</param>
    public static ConnectionFacts Describe(ConnectionFacts facts, EndpointSettings settings, string framing, string carriedBy)
    {
        if (MessageCodec.Of(settings.Codec) is not { } codec)
        {
            return facts;
        }

        var more = new Dictionary<string, string>(facts.More)
        {
            [CodecFactNames.Codec] = codec.Description,
            [CodecFactNames.Framing] = framing,
            [CodecFactNames.CarriedBy] = carriedBy,
        };
        if (settings.Compress)
        {
            more[CodecFactNames.Compression] = "gzip, fastest level";
        }

        return facts with { More = more };
    }
}
