namespace ProtoBench.Contract.Requests;

/// <summary>What a user's request is over a protocol.</summary>
public enum RequestForm
{
    /// <summary>A request of HTTP, with method, path, header fields and body.</summary>
    Http,

    /// <summary>A message that the server answers with another one.</summary>
    Message,

    /// <summary>A message that the server sends back as it is.</summary>
    Echo,

    /// <summary>A call of a method.</summary>
    Call,
}
