namespace ProtoBench.Contract;

/// <summary>
/// One call with a stream of requests and a stream of responses: the server answers every request with one response, in order. One caller
/// may send while another receives. Fails as exchanges do; disposing a call that has not ended gives it up.
/// </summary>
public interface IBidirectionalCall : IAsyncDisposable
{
    /// <summary>
    /// Sends one request and completes with true when the transport has taken it, without waiting for any response; with false when the
    /// call is over already, and then <see cref="ReceiveAsync"/> tells why.
    /// </summary>
    /// <param name="request">Payload of the request.</param>
    /// <param name="responseBytes">Payload bytes the server must answer with.</param>
    ValueTask<bool> SendAsync(ReadOnlyMemory<byte> request, int responseBytes);

    /// <summary>
    /// Completes with true when the next response has arrived and its length has been checked, with false when the server has ended the
    /// call.
    /// </summary>
    /// <exception cref="BadResponseException">
    /// The response has another length than was asked for, nobody asked for it, or the call has ended with requests unanswered.
    /// </exception>
    ValueTask<bool> ReceiveAsync();

    /// <summary>Says that there will be no more requests; the responses that are due can still be received.</summary>
    ValueTask CompleteAsync();
}
