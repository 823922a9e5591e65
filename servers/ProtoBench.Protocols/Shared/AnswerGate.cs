namespace ProtoBench.Protocols.Shared;

/// <summary>
/// Between a session that answers one request after the other and a server that wants to end it: nothing is begun once it is to end, and
/// what has begun is answered first. One exchange costs two atomic steps, about 10 ns.
/// </summary>
internal sealed class AnswerGate
{
    private const int Waiting = 0;
    private const int Answering = 1;
    private const int Ending = 2;
    private const int LastAnswer = 3;

    private int _state;

    /// <summary>A request has come. False: the session is being ended, and the request is dropped.</summary>
    public bool TryBegin() => Interlocked.CompareExchange(ref _state, Answering, Waiting) == Waiting;

    /// <summary>It has been answered. False: that was the last answer, and the session ends now.</summary>
    public bool TryWaitAgain() => Interlocked.CompareExchange(ref _state, Waiting, Answering) == Answering;

    /// <summary>
    /// No request is begun from now on. True: none is being answered, so the caller ends the session; false: the session does it itself
    /// behind its answer, or somebody has asked before.
    /// </summary>
    public bool Close()
    {
        while (true)
        {
            if (Interlocked.CompareExchange(ref _state, Ending, Waiting) == Waiting)
            {
                return true;
            }

            // It may have been answered between the two.
            if (Interlocked.CompareExchange(ref _state, LastAnswer, Answering) != Waiting)
            {
                return false;
            }
        }
    }
}
