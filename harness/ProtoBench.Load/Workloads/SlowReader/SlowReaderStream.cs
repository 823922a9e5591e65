using System.Buffers.Binary;
using ProtoBench.Contract;
using ProtoBench.Machine;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>The reader's side of one stream: takes messages no faster than it is told, until it is stopped.</summary>
/// <param name="application">The server part's name.</param>
/// <param name="messageBytes">Payload of a message.</param>
/// <param name="bytesPerSecond">What it takes.</param>
/// <param name="meter">Counts what it has read.</param>
internal sealed class SlowReaderStream(string application, int messageBytes, double bytesPerSecond, TransferMeter meter)
{
    // A reader that waited for its sender does not make up for more than this: it would be a fast reader meanwhile.
    private const long MostBehindNanoseconds = 100_000_000;

    // Room for half a minute of 8 KiB messages at 1 MiB/s, so that it grows outside of what is measured.
    private readonly List<(long Nanoseconds, long Bytes)> _readings = new(4096);

    /// <summary>What the sender knew; empty until the stream has ended.</summary>
    public IReadOnlyList<SenderSample> Sender { get; private set; } = [];

    /// <summary>When how much had been read, in order of time.</summary>
    public IReadOnlyList<(long Nanoseconds, long Bytes)> Readings => _readings;

    public async Task RunAsync(IProtocolConnection connection, CancellationToken stop, CancellationToken cancellationToken)
    {
        var streams = connection as IMessageStreamConnection
            ?? throw new NotSupportedException($"{connection.Facts.Protocol} has no streams of messages");
        var stream = await streams.OpenStreamAsync(application, cancellationToken).ConfigureAwait(false);
        await using (stream.ConfigureAwait(false))
        {
            var first = new byte[sizeof(int)];
            BinaryPrimitives.WriteInt32LittleEndian(first, messageBytes);
            await stream.SendAsync(first, cancellationToken).ConfigureAwait(false);
            if (!await ReadSlowlyAsync(stream, stop, cancellationToken).ConfigureAwait(false))
            {
                throw new BadResponseException("the server ended its side by itself");
            }

            await stream.EndAsync(cancellationToken).ConfigureAwait(false);

            // What is still on its way is read as fast as it comes.
            while (await NextAsync(stream, cancellationToken).ConfigureAwait(false) > 0)
            {
            }

            var account = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
                ?? throw new BadResponseException("the server ended the stream without its account");
            Sender = SenderSample.Read(account.Span);
            if (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is { } more)
            {
                throw new BadResponseException($"the server sent {more.Length} bytes behind its account");
            }
        }
    }

    /// <summary>False: the server has ended its side.</summary>
    private async Task<bool> ReadSlowlyAsync(IMessageStream stream, CancellationToken stop, CancellationToken cancellationToken)
    {
        var nanosecondsPerMessage = messageBytes * 1e9 / bytesPerSecond;
        double due = LoadClock.Now;
        var read = 0L;
        while (!stop.IsCancellationRequested)
        {
            if (await NextAsync(stream, cancellationToken).ConfigureAwait(false) == 0)
            {
                return false;
            }

            read += messageBytes;
            meter.Add(messageBytes);
            var now = LoadClock.Now;
            _readings.Add((now, read));
            due = Math.Max(due, now - MostBehindNanoseconds) + nanosecondsPerMessage;
            if (due - now >= 1e6)
            {
                // Timers of .NET count whole milliseconds; what one is late, the next ones make up for.
                await Task.Delay(TimeSpan.FromMilliseconds((long)((due - now) / 1e6)), stop)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }

        return true;
    }

    /// <summary>Bytes of the next message; 0: it was the mark of the end.</summary>
    private async ValueTask<int> NextAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        var message = await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new BadResponseException("the server ended the stream without its account");
        return message.Length == messageBytes || message.Length == 0
            ? message.Length
            : throw new BadResponseException($"a message has {message.Length} bytes, agreed on were {messageBytes}");
    }
}
