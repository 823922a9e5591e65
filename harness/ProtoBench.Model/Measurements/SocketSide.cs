namespace ProtoBench.Model.Measurements;

/// <summary>The TCP sockets of one side of a trial, as <c>ss</c> would list them.</summary>
/// <param name="States">
/// How many are in each state, by the name that ss(8) has for it: <c>established</c>, <c>time-wait</c>, <c>close-wait</c>,
/// <c>listening</c> and so on (RFC 9293, 3.3.2). States that no socket is in are left out.
/// </param>
/// <param name="ReceiveQueueBytes">Received and not yet read by the program, all sockets together: Recv-Q.</param>
/// <param name="SendQueueBytes">Written and not yet acknowledged by the peer, all together: Send-Q.</param>
/// <param name="AcceptQueue">Connections that the kernel has made and the server has not accepted yet.</param>
public sealed record SocketSide(
    IReadOnlyDictionary<string, int> States, long ReceiveQueueBytes, long SendQueueBytes, long AcceptQueue)
{
    /// <summary>How many sockets are in a state.</summary>
    public int CountOf(string state) => States.GetValueOrDefault(state);
}
