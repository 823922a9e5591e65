using System.Globalization;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>The one place that decides how a failed exchange is counted. Anything it does not know is a bug and is not caught.</summary>
internal static class ExchangeFailure
{
    private const string PortRange = "/proc/sys/net/ipv4/ip_local_port_range";

    /// <summary>Is this an expected way for an exchange to fail?</summary>
    public static bool IsExpected(Exception error) =>
        error is OperationCanceledException or TimeoutException or BadResponseException || IsConnectionLost(error);

    public static ExchangeOutcome Classify(Exception error) => error switch
    {
        OperationCanceledException or TimeoutException => ExchangeOutcome.TimedOut,
        BadResponseException => ExchangeOutcome.BadResponse,
        _ => ExchangeOutcome.ConnectionLost,
    };

    /// <summary>The error in a line, with its cause and, where it has one, its remedy.</summary>
    public static string Describe(Exception error)
    {
        var text = error.InnerException is { } cause && !error.Message.Contains(cause.Message, StringComparison.Ordinal)
            ? $"{error.Message} ({cause.GetType().Name}: {cause.Message})"
            : error.Message;
        return Remedy(error) is { } remedy ? $"{text}: {remedy}" : text;
    }

    /// <summary>What is said of an exchange that was given up at its limit, whatever its protocol made of that.</summary>
    public static string DescribeTimeOut(TimeSpan limit, int requestBytes, int responseBytes) => string.Create(
        CultureInfo.InvariantCulture, $"time-out: no complete response within {Length(limit)} to a request of {requestBytes} bytes "
            + $"for {responseBytes} bytes");

    /// <summary>The same of a user's request.</summary>
    public static string DescribeTimeOut(TimeSpan limit, UserRequest request) =>
        $"time-out: no complete response within {Length(limit)} to {request.Method} {request.Target}";

    /// <summary>What is said of a stream that was told to end and did not.</summary>
    public static string DescribeEndless(TimeSpan limit) => $"time-out: it did not end within {Length(limit)} after it was told to";

    public static bool IsConnectionLost(Exception error) =>
        error is IOException
            or SocketException
            or HttpRequestException
            or ObjectDisposedException
            or System.Net.WebSockets.WebSocketException;

    private static string Length(TimeSpan time) => time.TotalSeconds >= 1
        ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.###} s")
        : string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.###} ms");

    private static string? Remedy(Exception error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            switch (cause)
            {
                case SocketException { SocketErrorCode: SocketError.AddressNotAvailable }:
                    return $"all local ports are used up. A closed connection keeps its port for 60 s (TIME_WAIT), and there are "
                        + $"{Ports()} (net.ipv4.ip_local_port_range). "
                        + "Widen the range, set net.ipv4.tcp_tw_reuse=1, or open fewer connections: a lower rate or a shorter duration";
                case SocketException { SocketErrorCode: SocketError.TooManyOpenSockets }:
                    return "the client has as many files open as it may; raise the limit with ulimit -n";
            }
        }

        return null;
    }

    private static string Ports()
    {
        try
        {
            return File.ReadAllText(PortRange).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, var last]
                && int.TryParse(first, out var from) && int.TryParse(last, out var to)
                ? string.Create(CultureInfo.InvariantCulture, $"{to - from + 1}")
                : "few";
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return "few";
        }
    }
}
