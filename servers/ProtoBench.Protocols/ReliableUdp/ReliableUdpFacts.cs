using System.Globalization;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;

namespace ProtoBench.Protocols.ReliableUdp;

/// <summary>What a connection tells of itself.</summary>
internal static class ReliableUdpFacts
{
    private const string Milliseconds = "0.0##";

    /// <summary>When it has been opened.</summary>
    public static ConnectionFacts Describe(Socket socket, ChannelFigures figures) => SocketTuning.Describe(socket, new ConnectionFacts
    {
        Protocol = "reliable UDP of ProtoBench",
        Client = $".NET {Environment.Version} Socket",
        Io = IoMode.Async,
        More = new Dictionary<string, string>
        {
            ["rudp congestion control"] = "none, a fixed window",
            ["rudp window"] = $"{SendWindow.Size} packets of up to {MessageHeader.LargestPiece} payload bytes",
            ["rudp order"] = "none between exchanges, that of sending within a stream",
            ["rudp retransmission time-out, least and most"] =
                $"{Text(RoundTripEstimate.Least)} and {Text(RoundTripEstimate.Most)}",
            ["rudp retransmission time-out at connect"] = Text(figures.TimeOut),
        },
    });

    /// <summary>As it is now.</summary>
    public static IReadOnlyDictionary<string, string> Learned(ChannelFigures figures) => new Dictionary<string, string>
    {
        ["rudp smoothed round trip at the end"] = figures.SmoothedRoundTrip == 0 ? "no sample" : Text(figures.SmoothedRoundTrip),
        ["rudp retransmission time-out at the end"] = Text(figures.TimeOut),
        ["rudp packets sent again by the client"] = figures.SentAgain.ToString(CultureInfo.InvariantCulture),
    };

    private static string Text(long nanoseconds) => $"{(nanoseconds / 1e6).ToString(Milliseconds, CultureInfo.InvariantCulture)} ms";
}
