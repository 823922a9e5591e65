using ProtoBench.Model.Measurements;

namespace ProtoBench.Machine.Sockets;

/// <summary>The sockets of one side's ends of the connections to one port, by their state.</summary>
/// <param name="Established">Open.</param>
/// <param name="TimeWait">Closed, and kept for 60 s because this side closed first (tcp(7), RFC 9293, 3.6.1).</param>
/// <param name="CloseWait">Closed by the peer only.</param>
/// <param name="Others">On their way from one state to another.</param>
internal readonly record struct SocketCounts(int Established, int TimeWait, int CloseWait, int Others)
{
    public int All => Established + TimeWait + CloseWait + Others;

    public static SocketCounts operator -(SocketCounts left, SocketCounts right) => new(
        left.Established - right.Established,
        left.TimeWait - right.TimeWait,
        left.CloseWait - right.CloseWait,
        left.Others - right.Others);

    public static SocketCounts Subtract(SocketCounts left, SocketCounts right) => left - right;

    /// <summary>The same of what was counted by more states; sockets that listen are no connection's.</summary>
    public static SocketCounts Of(SocketSide side)
    {
        var (established, waiting, closing) = (side.CountOf("established"), side.CountOf("time-wait"), side.CountOf("close-wait"));
        return new SocketCounts(
            established, waiting, closing, side.States.Values.Sum() - side.CountOf("listening") - established - waiting - closing);
    }

    /// <summary>With one more.</summary>
    public SocketCounts With(int state) => state switch
    {
        TcpSocket.Established => this with { Established = Established + 1 },
        TcpSocket.TimeWait => this with { TimeWait = TimeWait + 1 },
        TcpSocket.CloseWait => this with { CloseWait = CloseWait + 1 },
        _ => this with { Others = Others + 1 },
    };
}
