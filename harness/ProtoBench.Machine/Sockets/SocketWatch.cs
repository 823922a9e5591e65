using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// Counts the TCP sockets of both sides of the connections to a server by their states, ten times a second, on a thread of its own, from
/// construction until it is disposed. A look allocates nothing, and the memory for all of them is taken beforehand.
/// </summary>
internal sealed class SocketWatch : IDisposable
{
    /// <summary>Of a longer trial every second look is dropped, and the next ones are twice as far apart.</summary>
    public const int MostLooks = 1024;

    private const int Queues = 3;

    // A look at many connections takes long, so it rests in between: all looks together take at most 2 % of a processor.
    private const int LeastRest = 49;
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(100);

    private readonly int _port;
    private readonly int? _serverProcess;
    private readonly long[] _times = new long[MostLooks];
    private readonly Side _client = new();
    private readonly Side _server = new();
    private readonly Lock _lock = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly Thread _thread;
    private TimeSpan _interval;
    private int _count;

    /// <param name="port">Where the server listens.</param>
    /// <param name="serverProcess">Of the server, whose network namespace may be another one; null: not known, and not looked at.</param>
    /// <param name="interval">Between two looks; null, the default: 100 ms.</param>
    public SocketWatch(int port, int? serverProcess, TimeSpan? interval = null)
    {
        (_port, _serverProcess, _interval) = (port, serverProcess, interval ?? Shortest);
        _thread = new Thread(Run) { IsBackground = true, Name = "sockets" };
        _thread.Start();
    }

    /// <summary>How many looks are kept.</summary>
    internal int Looks => Volatile.Read(ref _count);

    /// <summary>What was seen, as a time line of the window; null: no state changed, or the kernel cannot be asked.</summary>
    /// <param name="start">The window's start on the monotonic clock, in nanoseconds.</param>
    /// <param name="seconds">Its length.</param>
    public SocketStates? Finish(long start, double seconds)
    {
        lock (_lock)
        {
            return SocketStates.Of(
                [
                    .. Enumerable.Range(0, _count).Select(i => (
                        Math.Round((_times[i] - start) / 1e9, 3), new SocketSnapshot(_client.Told(i), _server.Told(i)))),
                ],
                seconds);
        }
    }

    /// <summary>Looks now. Allocates nothing.</summary>
    internal void Look()
    {
        lock (_lock)
        {
            if (_count == MostLooks)
            {
                Thin();
            }

            _times[_count] = LoadClock.Now;
            _client.Look(_count);
            _server.Look(_count);
            _count++;
        }
    }

    public void Dispose()
    {
        _ended.Set();
        _thread.Join();
        _client.Close();
        _server.Close();
        _ended.Dispose();
    }

    private void Run()
    {
        lock (_lock)
        {
            Open();
        }

        TimeSpan rest;
        do
        {
            var began = LoadClock.Now;
            Look();
            rest = TimeSpan.FromMicroseconds(LeastRest * (LoadClock.Now - began) / 1000);
        }
        while (!_ended.Wait(rest > _interval ? rest : _interval));
    }

    private void Open()
    {
        _client.Open(_port, ofServer: false);
        if (_serverProcess is not { } id)
        {
            return;
        }

        // The namespace of a socket is that of the thread which made it. This thread makes no other, so it stays where the server is.
        var process = string.Create(CultureInfo.InvariantCulture, $"/proc/{id}");
        if (SocketCensus.NamespaceOf(process) is { } there && (there == SocketCensus.NamespaceOf(SocketCensus.Own) || Entered(process)))
        {
            _server.Open(_port, ofServer: true);
        }
    }

    private static bool Entered(string process)
    {
        var descriptor = Libc.Open($"{process}/ns/net", Libc.OpenCloseOnExec);
        if (descriptor < 0)
        {
            return false;
        }

        var entered = LibcProcesses.EnterNamespace(descriptor, LibcProcesses.CloneNewNet) == 0;
        _ = Libc.Close(descriptor);
        return entered;
    }

    private void Thin()
    {
        _count = MostLooks / 2;
        for (var i = 0; i < _count; i++)
        {
            _times[i] = _times[2 * i];
        }

        _client.Thin(_count);
        _server.Thin(_count);
        _interval *= 2;
    }

    /// <summary>What was seen of one side; nothing where it cannot be looked at.</summary>
    private sealed class Side
    {
        private readonly SocketTally _tally = new();
        private readonly int[] _counts = new int[MostLooks * SocketTally.States];
        private readonly long[] _queues = new long[MostLooks * Queues];
        private SocketDiagnosis? _diagnosis;

        public void Open(int port, bool ofServer) => _diagnosis = SocketDiagnosis.Open(port, ofServer);

        public void Close() => _diagnosis?.Dispose();

        public void Look(int place)
        {
            if (_diagnosis is null)
            {
                return;
            }

            _tally.Clear();
            if (!_diagnosis.TryCount(_tally))
            {
                // Half an answer would look like sockets that have gone.
                _diagnosis.Dispose();
                _diagnosis = null;
                return;
            }

            _tally.CopyTo(
                _counts.AsSpan(place * SocketTally.States, SocketTally.States), _queues.AsSpan(place * Queues, Queues));
        }

        public void Thin(int kept)
        {
            for (var i = 0; i < kept; i++)
            {
                _counts.AsSpan(2 * i * SocketTally.States, SocketTally.States).CopyTo(_counts.AsSpan(i * SocketTally.States));
                _queues.AsSpan(2 * i * Queues, Queues).CopyTo(_queues.AsSpan(i * Queues));
            }
        }

        public SocketSide? Told(int place) => _diagnosis is null
            ? null
            : SocketTally.ToSide(
                _counts.AsSpan(place * SocketTally.States, SocketTally.States), _queues.AsSpan(place * Queues, Queues));
    }
}
