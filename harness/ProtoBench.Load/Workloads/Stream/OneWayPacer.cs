using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;

namespace ProtoBench.Load.Workloads.Stream;

/// <summary>
/// Sends the messages of one stream at the instants of a schedule, on a thread of its own, until it is told to end. A message that the
/// stream does not take holds the next ones back; they are sent as soon as it has, with the instants they were due at.
/// </summary>
internal sealed class OneWayPacer
{
    // The thread looks at least this often whether it should end.
    private const long LongestSleepNanoseconds = 20_000_000;

    private readonly IMessageStream _stream;
    private readonly byte[] _message;
    private readonly ArrivalSchedule _schedule;
    private readonly LoadWindow? _window;
    private readonly TransferMeter? _sent;
    private readonly long _delay;
    private readonly CancellationToken _cancellation;
    private readonly ClockMap _receiver;
    private readonly object _waiting = new();
    private readonly Action _wake;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private bool _taken;
    private bool _over;

    /// <param name="stream">Nobody else sends on it.</param>
    /// <param name="order">How large messages are, and when they are due.</param>
    /// <param name="messageBytes">Payload of each.</param>
    /// <param name="window">Messages due in it say so; none are sent that are due behind it. Null: the sender knows of none.</param>
    /// <param name="sent">Counts what the stream has taken; null: nobody counts.</param>
    /// <param name="cancellationToken">Gives up a message that the stream does not take.</param>
    /// <param name="receiver">Reads this clock on the receiver's, for the times that messages carry. Default: the same.</param>
    public OneWayPacer(
        IMessageStream stream,
        StreamOrder order,
        int messageBytes,
        LoadWindow? window,
        TransferMeter? sent,
        CancellationToken cancellationToken,
        ClockMap receiver = default)
    {
        _receiver = receiver;
        _stream = stream;
        _message = Payload.Create(messageBytes);
        _schedule = new ArrivalSchedule(order.Arrivals, order.Rate, order.Seed);
        (_window, _sent, _delay, _cancellation) = (window, sent, order.DelayNanoseconds, cancellationToken);
        _wake = Wake;
    }

    /// <summary>Begins, and completes when the thread has ended; fails as the stream did.</summary>
    public Task Start()
    {
        new Thread(Run) { IsBackground = true, Name = "stream pacing" }.Start();
        return _ended.Task;
    }

    /// <summary>No more messages after the one that is being sent.</summary>
    public void End() => Volatile.Write(ref _over, true);

    private void Run()
    {
        try
        {
            PreciseSleep.PrepareThread();
            Pace(LoadClock.Now + _delay);
            _ended.SetResult();
        }
        catch (Exception error)
        {
            // Whoever waits for the thread is told, whatever it was.
            _ended.SetException(error);
        }
    }

    private void Pace(long origin)
    {
        while (true)
        {
            var intended = origin + _schedule.Next();
            if (!SleepUntil(intended, out var waited) || intended >= (_window?.End ?? long.MaxValue))
            {
                return;
            }

            var window = _window is { } bounds && bounds.Contains(intended) ? bounds.End - bounds.Start : 0;
            new OneWayStamp(_receiver.Read(intended), _receiver.Read(LoadClock.Now), waited, window).Write(_message);
            Await(_stream.SendAsync(_message, _cancellation));
            _sent?.Add(_message.Length);
        }
    }

    private void Await(ValueTask taking)
    {
        var sending = taking.ConfigureAwait(false).GetAwaiter();
        if (!sending.IsCompleted)
        {
            Volatile.Write(ref _taken, false);
            sending.UnsafeOnCompleted(_wake);
            lock (_waiting)
            {
                while (!_taken)
                {
                    Monitor.Wait(_waiting);
                }
            }
        }

        sending.GetResult();
    }

    private void Wake()
    {
        lock (_waiting)
        {
            _taken = true;
            Monitor.Pulse(_waiting);
        }
    }

    private bool SleepUntil(long intended, out bool waited)
    {
        waited = false;
        while (!Volatile.Read(ref _over) && !_cancellation.IsCancellationRequested)
        {
            var now = LoadClock.Now;
            if (now >= intended)
            {
                return true;
            }

            waited = true;
            PreciseSleep.Until(Math.Min(intended, now + LongestSleepNanoseconds));
        }

        return false;
    }
}
