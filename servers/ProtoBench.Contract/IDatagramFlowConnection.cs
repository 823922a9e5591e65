namespace ProtoBench.Contract;

/// <summary>
/// A connection on which messages flow between the client and one of the server's applications without any promise: each may be lost,
/// doubled, or overtaken by a later one, and nobody is told. What is sent leaves at once, because nothing waits for an acknowledgement.
/// </summary>
public interface IDatagramFlowConnection : IProtocolConnection
{
    /// <summary>
    /// Opens a flow, which takes the connection for itself. It behaves as <see cref="IMessageStream"/> says but for what may be lost; its
    /// end is told several times, and a server that has not heard of its client for some seconds takes it to be gone. A message has at
    /// most <see cref="ProtocolTraits.MaximumMessageBytes"/> bytes.
    /// </summary>
    /// <param name="application">One of the server's <see cref="EndpointSettings.Applications"/>.</param>
    /// <param name="cancellationToken">Gives up opening.</param>
    /// <exception cref="BadResponseException">The server has no such application.</exception>
    /// <exception cref="IOException">The server does not answer.</exception>
    ValueTask<IMessageStream> OpenFlowAsync(string application, CancellationToken cancellationToken);
}
