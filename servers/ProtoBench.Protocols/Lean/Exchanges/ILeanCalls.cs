using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>
/// What a protocol of calls over HTTP/2 puts between an exchange and the content of its request and response. Belongs to the lock of its
/// connection.
/// </summary>
internal interface ILeanCalls
{
    /// <summary>The request of an exchange, without its content.</summary>
    LeanRequest Exchange(int requestBytes, int responseBytes);

    /// <summary>A user's call, with its content.</summary>
    /// <exception cref="IOException">The lean client has no such calls.</exception>
    LeanRequest Of(UserRequest user);

    /// <summary>Writes the content of an exchange's request to the start of <paramref name="buffer"/>, which grows where it must.</summary>
    /// <returns>Its length.</returns>
    int Pack(ReadOnlySpan<byte> payload, int responseBytes, ref byte[] buffer);

    /// <summary>What reads the responses of one stream, one after the other.</summary>
    ICallReader CreateReader(bool verify);
}

/// <summary>Reads the content and the fields of a response to a call, in whatever pieces they come.</summary>
internal interface ICallReader
{
    /// <summary>The call's own status, when it has one.</summary>
    int Status { get; }

    /// <summary>Bytes of payload so far.</summary>
    long Received { get; }

    /// <summary>Is the response complete but for its trailer, which servers write right after it?</summary>
    bool AwaitsTrailer { get; }

    void Begin(LeanRequest request);

    /// <exception cref="Contract.BadResponseException">That is no response to a call.</exception>
    void Take(ReadOnlySpan<byte> piece);

    /// <summary>A field of the header or the trailer.</summary>
    void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);

    /// <summary>What is wrong with a complete response of that HTTP status; null: nothing.</summary>
    Contract.BadResponseException? Judge(int httpStatus);
}
