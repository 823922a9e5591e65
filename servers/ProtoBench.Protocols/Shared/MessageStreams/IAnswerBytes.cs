namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>Bytes that answer a request.</summary>
internal interface IAnswerBytes : IByteDuplex
{
    /// <summary>The answer's Content-Type without its parameters; null until its head is there.</summary>
    string? MediaType { get; }
}
