using Grpc.Core;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Grpc;

/// <summary>How a user's call is told that ended with another status than the expected one.</summary>
internal static class RpcOutcome
{
    /// <param name="asked">The call.</param>
    /// <param name="status">What it ended with.</param>
    /// <param name="error">What the library threw; null: nothing.</param>
    public static UnexpectedStatusException Unexpected(UserRequest asked, Status status, Exception? error)
    {
        var wanted = asked.Expected.Last == asked.Expected.First
            ? $"{asked.Expected.First}"
            : $"{asked.Expected.First} to {asked.Expected.Last}";
        var said = status.Detail is { Length: > 0 } detail ? detail : "nothing";
        var text = $"grpc-status {GrpcStatusNames.Of(status.StatusCode)} to {asked.Target[1..]}; {wanted} is wanted; "
            + $"the server says: {said}";
        return new UnexpectedStatusException(text, error!) { Status = (int)status.StatusCode };
    }
}
