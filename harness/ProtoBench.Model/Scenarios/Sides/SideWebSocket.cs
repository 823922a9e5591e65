using ProtoBench.Contract.Requests;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>How a WebSocket to a server of the user's is opened, and what is said on it before the first request.</summary>
public sealed record SideWebSocket
{
    /// <summary>Path and query of the upgrade; null: of the server's address, or <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Sub-protocols to offer (RFC 6455, 1.9); null: none.</summary>
    public IReadOnlyList<string>? SubProtocols { get; init; }

    /// <summary>Header fields of the upgrade, such as Authorization; null: none.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Offer permessage-deflate (RFC 7692). Default false.</summary>
    public bool Deflate { get; init; }

    /// <summary>A text message right after the upgrade, such as a log-in; null: none.</summary>
    public string? FirstMessage { get; init; }

    /// <summary>Messages that the server sends of its own accord before it takes requests. Default 0.</summary>
    public int Greetings { get; init; }

    /// <summary>How the messages of requests are sent.</summary>
    public MessageForm Form { get; init; }
}
