using System.Threading.Channels;
using ProtoBench.Machine;

namespace ProtoBench.Load.Children;

/// <summary>Messages over a pair of text streams: the child's standard input and output, from either end.</summary>
/// <remarks>
/// Lines are read on a thread of their own. Asynchronous reads of standard input block a thread-pool thread, and on one processor the pool
/// has just one before it starves: the exchanges being measured would wait for it. On that thread questions for the clock are answered and
/// answers to them timed, so that nothing else of the process adds to their round trip.
/// </remarks>
internal sealed class MessageChannel
{
    // As ChildJson begins every line: a line that is to be answered at once is not worth reading as JSON.
    private const string PingStart = $"{{\"type\":\"{ClockPing.Type}\"";
    private const string PongStart = $"{{\"type\":\"{ClockPong.Type}\"";

    private readonly Channel<(string Line, long Read)> _lines =
        Channel.CreateUnbounded<(string, long)>(new UnboundedChannelOptions { SingleWriter = true });
    private readonly TextReader _input;
    private readonly TextWriter _output;
    private readonly Lock _writing = new();
    private readonly Action<MessageChannel>? _beaten;
    private readonly Action? _heard;

    /// <param name="input">What the other end writes.</param>
    /// <param name="output">What it reads.</param>
    /// <param name="beaten">Called for each sign of life of the other end, on the thread that reads; null: they mean nothing.</param>
    /// <param name="heard">Called for each line, also for signs of life, on the same thread; null: nobody needs to know.</param>
    public MessageChannel(TextReader input, TextWriter output, Action<MessageChannel>? beaten = null, Action? heard = null)
    {
        _input = input;
        _output = output;
        _beaten = beaten;
        _heard = heard;
        new Thread(ReadLines) { IsBackground = true, Name = "messages" }.Start();
    }

    /// <summary>The next message, or null when the other end has closed its side.</summary>
    /// <exception cref="FormatException">The line is not a message.</exception>
    public async ValueTask<ChildMessage?> ReadAsync(CancellationToken cancellationToken)
    {
        while (await _lines.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false))
        {
            if (_lines.Reader.TryRead(out var line))
            {
                return ChildJson.Read(line.Line) is var message && message is ClockPong pong ? pong with { Received = line.Read } : message;
            }
        }

        return null;
    }

    /// <summary>Writes one line and flushes it. Safe from several threads; lines never mix.</summary>
    /// <exception cref="IOException">The other end has gone.</exception>
    public void Write(ChildMessage message)
    {
        var line = ChildJson.Write(message);
        lock (_writing)
        {
            _output.WriteLine(line);
            _output.Flush();
        }
    }

    /// <summary>
    /// Writes a sign of life, an empty line. Where a message is being written it is left out: who waits for a pipe that nobody empties must
    /// not hold up who watches for that.
    /// </summary>
    /// <returns>Was it written?</returns>
    /// <exception cref="IOException">The other end has gone.</exception>
    public bool WriteBeat()
    {
        if (!_writing.TryEnter())
        {
            return false;
        }

        try
        {
            _output.WriteLine();
            _output.Flush();
            return true;
        }
        finally
        {
            _writing.Exit();
        }
    }

    /// <summary>Reads no further: as if the other end had closed its side.</summary>
    public void GiveUp() => _lines.Writer.TryComplete();

    private void ReadLines()
    {
        try
        {
            while (_input.ReadLine() is { } line)
            {
                _heard?.Invoke();
                if (line.Length == 0)
                {
                    _beaten?.Invoke(this);
                }
                else if (line.StartsWith(PingStart, StringComparison.Ordinal))
                {
                    Write(new ClockPong(LoadClock.Now));
                }
                else
                {
                    _lines.Writer.TryWrite((line, line.StartsWith(PongStart, StringComparison.Ordinal) ? LoadClock.Now : 0));
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The pipe broke because the other process died: for the reader that is the same as its end.
        }
        finally
        {
            _lines.Writer.TryComplete();
        }
    }
}
