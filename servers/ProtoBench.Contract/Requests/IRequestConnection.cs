namespace ProtoBench.Contract.Requests;

/// <summary>
/// A connection that can send requests of the user's own. Found with <c>is</c> on an <see cref="IProtocolConnection"/>; the same rules hold
/// for concurrency, cancellation and failures.
/// </summary>
public interface IRequestConnection
{
    /// <summary>Sends one request and completes when the last byte of its response has arrived; the response is read and dropped.</summary>
    /// <exception cref="UnexpectedStatusException">The response is complete, but not what <see cref="UserRequest.Expected"/>
    /// says.</exception>
    /// <exception cref="BadResponseException">The response is malformed, or of another version.</exception>
    /// <exception cref="ConnectionEndedException">The connection had ended before; nothing was done, and it may be done again.</exception>
    ValueTask<Reply> RequestAsync(UserRequest request, CancellationToken cancellationToken);
}
