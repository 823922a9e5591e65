using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>What grpc-dotnet's one exception means in the words of <see cref="IProtocol"/>'s contract.</summary>
internal static class GrpcFailure
{
    /// <summary>
    /// A deadline is a time-out, what the caller gave up is a cancellation, what the transport broke is a broken connection, and every
    /// other status is a bad response that is told with its name and message.
    /// </summary>
    /// <param name="error">What the library threw.</param>
    /// <param name="carrier">What the call went over.</param>
    /// <param name="cancellationToken">The caller's own; the library's exception does not carry it.</param>
    /// <param name="deadline">When the call was over at the latest; null: it had no deadline.</param>
    public static Exception Translate(
        RpcException error, HttpCarrier carrier, CancellationToken cancellationToken, DateTime? deadline = null)
    {
        var status = error.Status;
        if (IsServersTimeOut(error, deadline))
        {
            status = new Status(StatusCode.DeadlineExceeded, "", status.DebugException);
        }

        if (status.StatusCode == StatusCode.DeadlineExceeded)
        {
            return new TimeoutException(Describe(status, "the deadline of the call is over"), error);
        }

        if (cancellationToken.IsCancellationRequested && MayBeInterruption(error))
        {
            return new OperationCanceledException("the call was given up", error, cancellationToken);
        }

        if (carrier.IsClosed && status.StatusCode == StatusCode.Cancelled)
        {
            // Closing a channel cancels its calls, unless they see first that the connection is gone.
            return new IOException(HttpCarrier.NeverReconnects, error);
        }

        if (status.DebugException is { } below && carrier.EndBehind(below, responding: true) is { } ended)
        {
            return ended;
        }

        return FromCause(status.DebugException) ?? new BadResponseException(Describe(status, "no message"), error);
    }

    /// <summary>
    /// Can giving up a call end it like this? Usually with CANCELLED; but a cancellation disposes of the response, and a read that meets
    /// that is told UNAVAILABLE with the transport's exception. What a server has said itself never counts as an interruption.
    /// </summary>
    public static bool MayBeInterruption(RpcException error) =>
        error.StatusCode == StatusCode.Cancelled || FromCause(error.Status.DebugException) is IOException;

    /// <summary>
    /// A server that ends a call because its time is over resets the stream, and where the client's own timer is late that is all it
    /// sees. gRPC's mapping of HTTP/2 errors calls a reset after the deadline DEADLINE_EXCEEDED (grpc-core, status_conversion.cc).
    /// </summary>
    public static bool IsServersTimeOut(RpcException error, DateTime? deadline) =>
        DateTime.UtcNow >= deadline && MayBeInterruption(error);

    /// <summary>
    /// The failure below the library in the chain of <paramref name="error"/>, in the contract's words; null when there is none.
    /// </summary>
    private static Exception? FromCause(Exception? error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case BadResponseException or ConnectionEndedException:
                    return cause;
                case InvalidProtocolBufferException:
                    // An IOException by its type, which the library therefore calls UNAVAILABLE; but the transport has done its part.
                    return new BadResponseException($"the response's message is malformed: {cause.Message}", cause);
                case HttpRequestException failure:
                    return HttpCarrier.Translate(failure);
                case IOException or SocketException or ObjectDisposedException:
                    return new IOException(cause.Message, cause);
            }
        }

        return null;
    }

    private static string Describe(Status status, string otherwise) =>
        $"grpc-status {GrpcStatusNames.Of(status.StatusCode)}: {(status.Detail is { Length: > 0 } detail ? detail : otherwise)}";
}
