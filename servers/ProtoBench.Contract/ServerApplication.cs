namespace ProtoBench.Contract;

/// <summary>
/// What a server does with one stream of messages. It is run once for each stream; when it returns, the server's side of the stream is
/// ended, and when it throws, the client is told the exception's message. It returns when all its calls have.
/// </summary>
/// <param name="stream">The stream; the server disposes it.</param>
/// <param name="cancellationToken">Signalled when the server is disposed, and where the protocol notices it, when the client is
/// gone.</param>
public delegate Task ServerApplication(IMessageStream stream, CancellationToken cancellationToken);
