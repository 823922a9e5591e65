using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Quic.Connections;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Sends payload until its total is reached or it is stopped, ends the stream, and waits for the server's count.</summary>
internal sealed class StreamUpload(StreamDialect dialect, Transfer transfer) : StreamTransfer(dialect, transfer)
{
    private const int Ok = 200;

    private readonly byte[] _answer = new byte[64];
    private int _answerLength;
    private long _sent;
    private bool _ended;

    public override int OnBytes(QuicChannel stream, ReadOnlySpan<byte> bytes)
    {
        var kept = Math.Min(bytes.Length, _answer.Length - _answerLength);
        bytes[..kept].CopyTo(_answer.AsSpan(_answerLength));
        _answerLength += kept;
        return bytes.Length;
    }

    public override void OnEnd(QuicChannel stream)
    {
        var answer = _answer.AsSpan(0, _answerLength);
        if (Status == Ok && Dialect.TryParseCount(answer, out var received))
        {
            Succeed(_sent, received);
        }
        else
        {
            Fail(new BadResponseException($"the server answered the upload with status {Status} and no count"));
        }
    }

    public override void OnSendSpace(QuicChannel stream)
    {
        for (long filled = 0; filled < QuicChannel.LowWater && !_ended;)
        {
            if (Stopped || _sent >= Transfer.TotalBytes)
            {
                _ended = true;
                stream.Finish();
                return;
            }

            var restOfMessage = Transfer.MessageBytes - (_sent % Transfer.MessageBytes);
            var block = PayloadBlocks.At(_sent, Math.Min(restOfMessage, Transfer.TotalBytes - _sent));
            stream.Write(block.Span);
            _sent += block.Length;
            filled += block.Length;
            Transfer.Meter.Add(block.Length, messages: 0);
        }

        if (!_ended)
        {
            stream.RequestSpace();
        }
    }

    protected override void Begin(QuicChannel stream)
    {
        Dialect.BeginUpload(stream);
        OnSendSpace(stream);
    }

    protected override void OnStop()
    {
        if (Stream is { } stream)
        {
            OnSendSpace(stream);
        }
    }
}
