
using ProtoBench.Quic.Options;

namespace ProtoBench.Quic.Connections;

/// <summary>
/// Takes the qlog of one connection as ngtcp2 writes it (JSON text sequences, RFC 7464), counts the packets it reports lost, and keeps it
/// in a file when there is a folder for it.
/// </summary>
internal sealed class QlogSink : IDisposable
{
    private readonly FileStream? _file;
    private bool _isFull;

    public QlogSink(string? directory, bool server, ReadOnlySpan<byte> originalConnectionId)
    {
        if (directory is null)
        {
            return;
        }

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
            QuicLosses.Count();
        }

        // Called by ngtcp2, through which no exception may pass: a full disk ends the log, not the process and its trial.
        OnDisk(record);
    }

    public void Dispose()
    {
        try
        {
            _file?.Dispose();
        }
        catch (IOException) when (_isFull)
        {
            // Closing tries the buffer once more, in vain.
        }
        catch (IOException error)
        {
            Report(error);
        }
    }

    private void OnDisk(ReadOnlySpan<byte> record)
    {
        try
        {
            if (!_isFull)
            {
                _file?.Write(record);
            }
        }
        catch (IOException error)
        {
            Report(error);
            _isFull = true;
        }
    }

    private static void Report(IOException error) => Console.Error.WriteLine($"the qlog ends early: {error.Message}");
}
