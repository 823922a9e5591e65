using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>Keeps what the first failure of each kind complained of. Safe from several threads.</summary>
internal sealed class FirstFailures
{
    private string? _first;
    private string? _connectionLost;
    private string? _badResponse;
    private string? _timedOut;

    /// <summary>Of any kind; null when nothing failed.</summary>
    public string? First => Volatile.Read(ref _first);

    /// <summary>Null when nothing failed.</summary>
    public FailureExamples? Examples => First is null ? null : new FailureExamples
    {
        ConnectionLost = _connectionLost,
        BadResponse = _badResponse,
        TimedOut = _timedOut,
    };

    /// <summary>Is this the first failure of its kind? Then it is worth describing.</summary>
    public bool Lacks(ExchangeOutcome outcome) => Volatile.Read(ref PlaceOf(outcome)) is null;

    public void Keep(ExchangeOutcome outcome, string complaint)
    {
        Interlocked.CompareExchange(ref _first, complaint, null);
        Interlocked.CompareExchange(ref PlaceOf(outcome), complaint, null);
    }

    /// <summary>Keeps what an exchange failed with, and returns how that counts.</summary>
    /// <param name="failure">As it was thrown.</param>
    /// <param name="overdue">Did the client's own limit end it?</param>
    /// <param name="limit">That limit.</param>
    /// <param name="requestBytes">Payload of the request.</param>
    /// <param name="responseBytes">Payload that was asked for.</param>
    public ExchangeOutcome Keep(Exception failure, bool overdue, TimeSpan limit, int requestBytes, int responseBytes)
    {
        var outcome = overdue ? ExchangeOutcome.TimedOut : ExchangeFailure.Classify(failure);
        if (Lacks(outcome))
        {
            Keep(outcome, overdue
                ? ExchangeFailure.DescribeTimeOut(limit, requestBytes, responseBytes)
                : ExchangeFailure.Describe(failure));
        }

        return outcome;
    }

    private ref string? PlaceOf(ExchangeOutcome outcome)
    {
        switch (outcome)
        {
            case ExchangeOutcome.TimedOut:
                return ref _timedOut;
            case ExchangeOutcome.BadResponse:
                return ref _badResponse;
            default:
                return ref _connectionLost;
        }
    }
}
