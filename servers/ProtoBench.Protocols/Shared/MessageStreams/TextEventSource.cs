using System.Buffers;
using System.Buffers.Text;
using System.Runtime.CompilerServices;
using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>
/// Reads text/event-stream (HTML Living Standard, 9.2.6) as <see cref="AnswerForm.EventStream"/> has it: one data field an event, and an
/// event named error tells what went wrong. Comments and other fields are skipped.
/// </summary>
/// <param name="bytes">Owned.</param>
internal sealed class TextEventSource(IAnswerBytes bytes) : IMessageSource
{
    private const int FirstRoom = 16 * 1024;

    private byte[] _buffer = new byte[FirstRoom];
    private int _start;
    private int _end;
    private bool _over;

    public string? Form => bytes.MediaType;

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<ReadOnlyMemory<byte>?> ReceiveAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        await using var cancelling = cancellationToken.UnsafeRegister(
            static source => ((IByteDuplex)source!).Abort(), bytes).ConfigureAwait(false);
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        (int Start, int Length)? found = null;
        var isError = false;
        try
        {
            while (true)
            {
                var line = await LineAsync().ConfigureAwait(false);
                if (line is not { } length)
                {
                    _over = true;
                    return found is null ? null : throw new EndOfStreamException("the stream of events ended within one");
                }

                var text = _buffer.AsSpan(_start, length).TrimEnd((byte)'\r');
                _start += length + 1;
                if (text.IsEmpty && found is { } data)
                {
                    return isError
                        ? throw new BadResponseException(Encoding.UTF8.GetString(_buffer.AsSpan(data.Start, data.Length)))
                        : Decoded(data.Start, data.Length);
                }

                if (text.StartsWith("data:"u8))
                {
                    var skipped = text.StartsWith("data: "u8) ? 6 : 5;
                    found = (_start - length - 1 + skipped, text.Length - skipped);
                }

                isError |= text.SequenceEqual("event: error"u8);
            }
        }
        catch (Exception error) when (cancellationToken.IsCancellationRequested && error is not OperationCanceledException)
        {
            throw new OperationCanceledException("the stream of events was given up", error, cancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (!_over)
        {
            bytes.Abort();
        }

        await bytes.DisposeAsync().ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte> Decoded(int start, int length) =>
        Base64.DecodeFromUtf8InPlace(_buffer.AsSpan(start, length), out var written) == OperationStatus.Done
            ? _buffer.AsMemory(start, written)
            : throw new BadResponseException("the data of an event is no Base64");

    // The length of the line from _start on; null: there is none. An event's data may stand before _start, so that nothing is moved while
    // its end is waited for: the room doubles.
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int?> LineAsync()
    {
        while (true)
        {
            if (_buffer.AsSpan(_start, _end - _start).IndexOf((byte)'\n') is >= 0 and var length)
            {
                return length;
            }

            if (_end == _buffer.Length)
            {
                Array.Resize(ref _buffer, 2 * _buffer.Length);
            }

            var read = await bytes.ReadAsync(_buffer.AsMemory(_end)).ConfigureAwait(false);
            if (read == 0)
            {
                return null;
            }

            _end += read;
        }
    }
}
