namespace ProtoBench.Contract;

/// <summary>What curl has to be told to speak exactly one protocol, because the version of HTTP is not part of a URL.</summary>
/// <param name="Plain">Without TLS, such as <c>--http1.1</c>; null: it cannot.</param>
/// <param name="Encrypted">Inside TLS; the certificate of a trial is in no store, so trusting it is <see cref="Of"/>'s part.</param>
public sealed record CurlOptions(string? Plain, string? Encrypted)
{
    /// <summary>The options for a server of ours, with TLS or without; null: curl cannot.</summary>
    public string? Of(bool tls) => !tls ? Plain : Encrypted is { } encrypted ? $"{encrypted} --insecure" : null;
}
