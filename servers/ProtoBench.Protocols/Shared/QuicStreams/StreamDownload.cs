using ProtoBench.Contract;
using ProtoBench.Quic.Connections;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Receives payload until its total has arrived or it is stopped.</summary>
internal sealed class StreamDownload(StreamDialect dialect, Transfer transfer, bool verify) : StreamTransfer(dialect, transfer)
{
    private const int Ok = 200;

    private long _received;

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        if (Done || Status != Ok)
        {
            return bytes.Length;
        }

        try
        {
            Payload.VerifyIf(verify, bytes, _received);
        }
        catch (BadResponseException error)
        {
            Fail(error);
            return bytes.Length;
        }

        _received += bytes.Length;
        Transfer.Meter.Add(bytes.Length, messages: 0);
        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream)
    {
        if (Status != Ok)
        {
            Fail(new BadResponseException($"status {Status} for a download"));
        }
        else if (_received != Transfer.TotalBytes)
        {
            Fail(new BadResponseException($"the download ended after {_received} of {Transfer.TotalBytes} bytes"));
        }
        else
        {
            Succeed(_received, _received);
        }
    }

    protected override void Begin(QuicChannel stream)
    {
        Dialect.BeginDownload(stream, Transfer);
        stream.Finish();
    }

    protected override void OnStop()
    {
        Succeed(null, _received);
        Stream?.Abort(Dialect.CancelCode);
    }
}
