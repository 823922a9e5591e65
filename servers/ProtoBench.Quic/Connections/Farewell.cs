using ProtoBench.Quic.Loops;
using ProtoBench.Quic.Native;
using static ProtoBench.Quic.Native.Ngtcp2;

namespace ProtoBench.Quic.Connections;

/// <summary>The CONNECTION_CLOSE with which a connection ends (RFC 9000, section 10.2).</summary>
internal sealed unsafe class Farewell(QuicConnection connection, QuicEndpoint endpoint, RemotePath remote)
{
    // A lost CONNECTION_CLOSE leaves the peer waiting for its idle timeout; three make that rare where no closing period follows.
    private const int Copies = 3;
    private const int LargestBytes = 1500;

    private readonly byte[] _packet = new byte[LargestBytes];
    private int _length;

    /// <summary>It is being sent, or has been.</summary>
    public bool IsSaid { get; private set; }

    /// <summary>What was sent; empty when nothing was.</summary>
    public ReadOnlySpan<byte> Packet => _packet.AsSpan(0, _length);

    /// <summary>How long the endpoint answers packets of the closed connection with it, in ns: three PTO.</summary>
    public ulong ClosingPeriod { get; private set; }

    public void Say(NgCloseError error)
    {
        var train = endpoint.Loop.Train;
        train.Clear();
        var size = ngtcp2_conn_write_connection_close_versioned(
            connection.Handle, null, 1, null, train.Tail, LargestBytes, &error, QuicLoop.Clock());
        if (size <= 0 || endpoint.SendBlocked)
        {
            return;
        }

        _length = (int)size;
        new ReadOnlySpan<byte>(train.Tail, _length).CopyTo(_packet);
        for (var i = 0; i < Copies; i++)
        {
            Packet.CopyTo(new Span<byte>(train.Tail, _length));
            if (!endpoint.Drops())
            {
                train.Append(_length);
            }
        }

        IsSaid = true;
        ClosingPeriod = 3 * ngtcp2_conn_get_pto(connection.Handle);
        endpoint.SendTrain(connection, remote.Address, remote.AddressLength);
    }
}
