namespace ProtoBench.Quic.Connections;

/// <summary>The qlog of one connection as ngtcp2 writes it (JSON text sequences, RFC 7464), and the number of packets it reports lost.</summary>
internal sealed class QlogFile : IDisposable
{
    private readonly FileStream _file;

    public QlogFile(string directory, bool server, ReadOnlySpan<byte> originalConnectionId)
    {
        Directory.CreateDirectory(directory);
        var name = $"{Convert.ToHexStringLower(originalConnectionId)}_{(server ? "server" : "client")}.sqlog";
        _file = new FileStream(Path.Combine(directory, name), FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 256 * 1024);
    }

    public long PacketsLost { get; private set; }

    public void Write(ReadOnlySpan<byte> record)
    {
        if (record.IndexOf("packet_lost\""u8) >= 0)
        {
            PacketsLost++;
        }

        _file.Write(record);
    }

    public void Dispose() => _file.Dispose();
}
