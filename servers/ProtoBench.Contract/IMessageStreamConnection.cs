namespace ProtoBench.Contract;

/// <summary>
/// A connection on which streams of messages to the server's applications can be opened: see <see cref="ProtocolTraits.MessageStreams"/>.
/// </summary>
public interface IMessageStreamConnection : IProtocolConnection
{
    /// <summary>
    /// Opens a stream. May return before the server has seen it, and then a wrong name shows when receiving. Several may be open at once,
    /// beside exchanges, where the protocol is <see cref="ProtocolTraits.Multiplexed"/>; elsewhere a stream takes the connection for
    /// itself.
    /// </summary>
    /// <param name="application">One of the server's <see cref="EndpointSettings.Applications"/>: 1 to 64 lower-case letters, digits and
    /// hyphens.</param>
    /// <param name="cancellationToken">Gives up opening. The stream's calls have their own.</param>
    ValueTask<IMessageStream> OpenStreamAsync(string application, CancellationToken cancellationToken);
}
