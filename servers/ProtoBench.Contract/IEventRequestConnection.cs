namespace ProtoBench.Contract;

/// <summary>
/// A connection that reaches the server's applications by plain requests too: a GET that carries an application's first message, and is
/// answered by what the application sends. See <see cref="ProtocolTraits.EventRequests"/>.
/// </summary>
public interface IEventRequestConnection : IProtocolConnection
{
    /// <summary>Sends the request. What is wrong with it may show when receiving. Disposing before the end gives it up.</summary>
    /// <param name="application">One of the server's <see cref="EndpointSettings.Applications"/>.</param>
    /// <param name="first">The first message that the application receives; there is no other. At most 2 KiB.</param>
    /// <param name="form">How the answer comes.</param>
    /// <param name="cancellationToken">Gives the request up.</param>
    ValueTask<IMessageSource> RequestEventsAsync(
        string application, ReadOnlyMemory<byte> first, AnswerForm form, CancellationToken cancellationToken);
}

/// <summary>How the messages of an answer come.</summary>
public enum AnswerForm
{
    /// <summary>All at once, when the application has ended, with their length before them.</summary>
    Whole,

    /// <summary>
    /// Each when it is sent, as text/event-stream (HTML Living Standard, 9.2). That is text, so messages are in Base64 (RFC 4648, 4).
    /// </summary>
    EventStream,
}

/// <summary>Messages that arrive.</summary>
public interface IMessageSource : IAsyncDisposable
{
    /// <summary>The media type that the answer says it has, such as <c>text/event-stream</c>; null until its head is there.</summary>
    string? Form { get; }

    /// <summary>The next message, or null when there are no more. Its bytes are valid until the next call.</summary>
    /// <exception cref="BadResponseException">
    /// The server has no such application, it failed, or the answer is none, or of another form than was asked for.
    /// </exception>
    /// <exception cref="IOException">The connection is broken.</exception>
    ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken);
}
