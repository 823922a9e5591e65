using System.Globalization;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// What the receiver of one stream keeps of messages one way. One reader writes it. On the way from the server to the client it is a
/// message: its parts are lines of text.
/// </summary>
internal sealed class OneWayTally
{
    private long _previous;
    private long _windowEnd;
    private long _lastLateness;
    private long _firstLateness = -1;

    /// <summary>Arrival − intended instant of the messages of the window.</summary>
    public LatencyHistogram Response { get; private init; } = new();

    /// <summary>Arrival − the instant the sender handed it to the stream.</summary>
    public LatencyHistogram Service { get; private init; } = new();

    /// <summary>That instant − the intended one.</summary>
    public LatencyHistogram SendLateness { get; private init; } = new();

    /// <summary>The same of messages whose sender had nothing else to do: its own fault.</summary>
    public LatencyHistogram Pacing { get; private init; } = new();

    /// <summary>From one message's arrival to the next one's.</summary>
    public LatencyHistogram Between { get; private init; } = new();

    /// <summary>Messages of the window that came later than the time limit.</summary>
    public long Late { get; private set; }

    /// <summary>Messages that came within a window's length from the first one of the window on: the rate at the receiver.</summary>
    public long InWindow { get; private set; }

    /// <summary>How late the window's first message was sent, how late its last, in nanoseconds: what waited then.</summary>
    public (long First, long Last) Waiting => (Math.Max(0, _firstLateness), _lastLateness);

    /// <summary>Adds one message.</summary>
    /// <param name="stamp">Of the message; a window of 0 is no part of any figure.</param>
    /// <param name="arrived">When it was read.</param>
    /// <param name="limit">From this on it is late, in nanoseconds.</param>
    public void Add(OneWayStamp stamp, long arrived, long limit)
    {
        var previous = _previous;
        _previous = arrived;
        if (_windowEnd == 0 && stamp.Window > 0)
        {
            _windowEnd = arrived + stamp.Window;
        }

        InWindow += arrived < _windowEnd ? 1 : 0;
        if (stamp.Window <= 0)
        {
            return;
        }

        var lateness = stamp.Sent - stamp.Intended;
        _firstLateness = _firstLateness < 0 ? lateness : _firstLateness;
        _lastLateness = lateness;
        Response.Record(arrived - stamp.Intended);
        Service.Record(arrived - stamp.Sent);
        SendLateness.Record(lateness);
        Late += arrived - stamp.Intended > limit ? 1 : 0;
        if (stamp.Waited)
        {
            Pacing.Record(lateness);
        }

        if (previous > 0)
        {
            Between.Record(arrived - previous);
        }
    }

    /// <summary>The tally as the message that ends a stream, behind <see cref="OneWayStamp.End"/>.</summary>
    public byte[] ToMessage()
    {
        string[] lines =
        [
            .. Histograms.Select(HistogramText.Encode),
            .. new[] { Late, InWindow, Waiting.First, Waiting.Last }.Select(number => number.ToString(CultureInfo.InvariantCulture)),
        ];
        var text = Encoding.UTF8.GetBytes(string.Join('\n', lines));
        var message = new byte[OneWayStamp.Bytes + text.Length];
        OneWayStamp.End.Write(message);
        text.CopyTo(message, OneWayStamp.Bytes);
        return message;
    }

    /// <exception cref="BadResponseException">The message is no tally.</exception>
    public static OneWayTally OfMessage(ReadOnlySpan<byte> message)
    {
        if (message.Length <= OneWayStamp.Bytes || !OneWayStamp.Read(message).IsEnd
            || Encoding.UTF8.GetString(message[OneWayStamp.Bytes..]).Split('\n') is not { Length: 9 } lines)
        {
            throw new BadResponseException($"the server's account of its stream is none: {message.Length} bytes");
        }

        try
        {
            return new OneWayTally
            {
                Response = HistogramText.Decode(lines[0]),
                Service = HistogramText.Decode(lines[1]),
                SendLateness = HistogramText.Decode(lines[2]),
                Pacing = HistogramText.Decode(lines[3]),
                Between = HistogramText.Decode(lines[4]),
                Late = Number(lines[5]),
                InWindow = Number(lines[6]),
                _firstLateness = Number(lines[7]),
                _lastLateness = Number(lines[8]),
            };
        }
        catch (FormatException error)
        {
            throw new BadResponseException("the server's account of its stream cannot be read", error);
        }

        static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
    }

    private IEnumerable<LatencyHistogram> Histograms => [Response, Service, SendLateness, Pacing, Between];
}
