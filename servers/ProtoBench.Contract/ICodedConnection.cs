namespace ProtoBench.Contract;

/// <summary>A connection whose exchanges may be typed messages: see <see cref="EndpointSettings.Codec"/>.</summary>
public interface ICodedConnection : IProtocolConnection
{
    /// <summary>Of the last exchange; null before it, and where the messages are bytes.</summary>
    EncodedSizes? Encoded { get; }
}

/// <summary>What a codec made of a request and of its response, in bytes.</summary>
/// <param name="Request">The request as encoded, before compression.</param>
/// <param name="Response">The response as encoded, before compression.</param>
/// <param name="SentRequest">The request as it was sent, without its framing; null: the stack does not tell.</param>
/// <param name="SentResponse">The same of the response.</param>
public sealed record EncodedSizes(int Request, int Response, int? SentRequest, int? SentResponse);
