using System.Net.Sockets;
using ProtoBench.Measurements;
using ProtoBench.Protocols;

namespace ProtoBench.Load;

/// <summary>The one place that decides how a failed exchange is counted. Anything it does not know is a bug and is not caught.</summary>
internal static class ExchangeFailure
{
    /// <summary>Is this an expected way for an exchange to fail?</summary>
    public static bool IsExpected(Exception error) =>
        error is OperationCanceledException or TimeoutException or BadResponseException || IsConnectionLost(error);

    public static ExchangeOutcome Classify(Exception error) => error switch
    {
        OperationCanceledException or TimeoutException => ExchangeOutcome.TimedOut,
        BadResponseException => ExchangeOutcome.BadResponse,
        _ => ExchangeOutcome.ConnectionLost,
    };

    /// <summary>The error in a line, with its cause, for the trial's notes.</summary>
    public static string Describe(Exception error) => error.InnerException is { } cause
        ? $"{error.Message} ({cause.GetType().Name}: {cause.Message})"
        : error.Message;

    public static bool IsConnectionLost(Exception error) =>
        error is IOException or SocketException or HttpRequestException or ObjectDisposedException or System.Net.WebSockets.WebSocketException;
}
