namespace ProtoBench.Contract;

/// <summary>A protocol that another one can be carried over.</summary>
/// <param name="Name">As scenarios write it, such as <c>http2</c>.</param>
/// <param name="StandardName">As <see cref="ConnectionFacts.Protocol"/> ends when it is used, such as <c>HTTP/2</c>.</param>
public sealed record Carrier(string Name, string StandardName);
