using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Clocks;

namespace ProtoBench.Trials;

/// <summary>
/// A child of this process: <c>protobench-peer serve</c> or <c>protobench-peer drive</c>, spoken to in <see cref="ChildMessage"/>s, its log
/// in a file. Disposing it makes sure that it is gone: its input is closed, and after two seconds, longer on a busy machine, it is killed.
/// </summary>
internal sealed class ChildProcess : IAsyncDisposable
{
    private static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan KillLimit = TimeSpan.FromSeconds(5);

    private readonly Process _process;
    private readonly MessageChannel _channel;
    private readonly BoundedLog _log;
    private readonly Stopwatch _sinceStart = Stopwatch.StartNew();
    private readonly Func<int, string> _end;
    private readonly long _started = LoadClock.Now;
    private readonly Heartbeat? _heartbeat;
    private readonly bool _local;
    private readonly Place _place;
    private string? _lost;
    private bool _outOfReach;
    private TimeSpan? _startTook;

    // What came where the answer to another question was due.
    private readonly Queue<ChildMessage> _early = new();

    private ChildProcess(string name, Process process, Func<int, string> end, bool beats, bool local, Place place, string logPath)
    {
        Name = name;
        _place = place;
        _local = local;
        _end = end;
        _process = process;
        _heartbeat = beats ? new Heartbeat(SilenceWatch.Interval, Lose) : null;
        _channel = new MessageChannel(process.StandardOutput, process.StandardInput, _ => _heartbeat?.Hear(), () => _heartbeat?.HearLine());
        _heartbeat?.Start(_channel);
        _log = BoundedLog.Start(process.StandardError.BaseStream, logPath);
    }

    /// <summary>As it calls itself, once it has; until then that of the process here, which may only be on the way to it.</summary>
    public int ProcessId => Introduction?.ProcessId ?? _process.Id;

    /// <summary>For sentences: <c>server</c>, or <c>server on perf1</c>.</summary>
    public string Name { get; }

    /// <summary>What it said about itself.</summary>
    public Hello? Introduction { get; private set; }

    /// <summary>Does it read the clock of this process? Known when it has introduced itself.</summary>
    public bool SharesClock { get; private set; }

    /// <summary>Does it run under this kernel? Known when it has introduced itself; builds that do not tell only run here.</summary>
    public bool OnThisMachine => Introduction?.Clock is not { } clock || clock.Boot == ClockOrigin.OfThisProcess()?.Boot;

    /// <summary>Starts a side of a trial.</summary>
    /// <param name="launcher">Starts it where it is to run.</param>
    /// <param name="place">Where that is.</param>
    /// <param name="command">What it is.</param>
    /// <param name="logPath">File for its log.</param>
    /// <param name="beats">Does it get, and answer, signs of life? Where the connection to it may break without a word.</param>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    public static ChildProcess Start(ILauncher launcher, Place place, ChildCommand command, string logPath, bool beats = false)
    {
        var launch = launcher.Launch(place, command);
        var start = launch.Start;
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        start.StandardOutputEncoding = Encoding.UTF8;
        start.UseShellExecute = false;
        var name = (command.Role == "serve" ? "server" : "client") + place.Words;
        try
        {
            var process = Process.Start(start) ?? throw new TrialFailedException($"the {name} did not start");
            return new ChildProcess(name, process, launch.End, beats, launcher.IsLocal, place, logPath);
        }
        catch (Win32Exception error)
        {
            throw new TrialFailedException($"{start.FileName} could not be started: {error.Message}");
        }
    }

    /// <summary>The next message of the type that is due now.</summary>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="answer">Answers a question of the child that comes before; null: none may.</param>
    /// <exception cref="TrialFailedException">Something else came: a failure, the end of the process, or nothing in time.</exception>
    public Task<TMessage> ExpectAsync<TMessage>(
        WaitLimit limit, CancellationToken cancellationToken, Func<ChildQuestion, CancellationToken, Task>? answer = null)
        where TMessage : ChildMessage =>
        WithinAsync(limit, typeof(TMessage), token => DueAsync<TMessage>(answer, token), cancellationToken);

    /// <exception cref="TrialFailedException">The process has gone.</exception>
    public async Task SendAsync(ChildMessage message)
    {
        try
        {
            _channel.Write(message);
        }
        catch (IOException)
        {
            throw new TrialFailedException($"the {Name} {await EndAsync().ConfigureAwait(false)}");
        }
    }

    /// <summary>Waits until it has introduced itself.</summary>
    /// <exception cref="TrialFailedException">It failed, ended, or took too long.</exception>
    public async Task IntroducedAsync(WaitLimit limit, CancellationToken cancellationToken)
    {
        if (Introduction is null)
        {
            await ExpectAsync<Hello>(limit, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Asks for its clock so many times, whatever it does meanwhile: what else it says is what is expected of it next.
    /// </summary>
    /// <exception cref="TrialFailedException">It failed, ended, took too long, or is of a build that does not tell.</exception>
    public async Task<IReadOnlyList<ClockReading>> ReadClockAsync(int times, WaitLimit limit, CancellationToken cancellationToken)
    {
        if (Introduction?.Now is null)
        {
            throw new TrialFailedException(
                $"the {Name} reads another clock than this program, and its build does not tell which time that is: "
                    + "use a newer build of it");
        }

        return await WithinAsync(limit, typeof(ClockPong), ReadAsync, cancellationToken).ConfigureAwait(false);

        async Task<IReadOnlyList<ClockReading>> ReadAsync(CancellationToken over)
        {
            var readings = new List<ClockReading>(times);
            while (readings.Count < times)
            {
                var sent = LoadClock.Now;
                await SendAsync(new ClockPing()).ConfigureAwait(false);
                var pong = await PongAsync(over).ConfigureAwait(false);
                readings.Add(new ClockReading(sent, pong.Now, pong.Received));
            }

            return readings;
        }
    }

    /// <summary>
    /// From now on it is measured, or no longer. Meanwhile one that gets signs of life and answers them too late is ended: what it measures
    /// is worth nothing any more.
    /// </summary>
    public void Measure(bool measuring) => _heartbeat?.Measure(measuring);

    /// <summary>Completes when the process has ended, with a half-sentence that says how.</summary>
    public async Task<string> WaitForEndAsync(CancellationToken cancellationToken)
    {
        await _process.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        return _lost ?? _end(_process.ExitCode);
    }

    /// <summary>Kills it (SIGKILL), which it cannot notice: the kernel closes what it had open.</summary>
    /// <returns>When, on <see cref="LoadClock"/>.</returns>
    public long Kill()
    {
        var now = LoadClock.Now;
        _process.Kill(entireProcessTree: _process.Id != ProcessId);
        return now;
    }

    public async ValueTask DisposeAsync()
    {
        _heartbeat?.Dispose();
        CloseInput();
        using var grace = new CancellationTokenSource(MachineLoad.Read().Stretch(GracePeriod));
        try
        {
            await _process.WaitForExitAsync(grace.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            _process.Kill(entireProcessTree: true);

            // A process in a system call that cannot be interrupted (a lost network file system) dies later; nothing here waits for it.
            using var killed = new CancellationTokenSource(KillLimit);
            await _process.WaitForExitAsync(killed.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await _log.EndAsync(KillLimit).ConfigureAwait(false);
        _log.Dispose();
        _process.Dispose();
    }

    /// <summary>
    /// Ends what leads to it where another side has shown that its host is out of reach: it cannot hear that it is to end. Before it is
    /// disposed.
    /// </summary>
    /// <param name="others">All sides of the trial.</param>
    public void GiveUpWith(IEnumerable<ChildProcess> others)
    {
        if (_place.Host is { } host && !_process.HasExited && others.Any(other => other._outOfReach && other._place.Host == host))
        {
            _process.Kill(entireProcessTree: true);
        }
    }

    // The process here only leads to the child, and would wait for it for minutes.
    private void Lose(TimeSpan? silence)
    {
        _outOfReach = silence is null;
        var most = SilenceWatch.Interval * Heartbeat.MostUnanswered;
        _lost = silence is not { } silent ? $"is out of reach: nothing was heard of it for {most.TotalSeconds:0} s"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"stood still: {_place.Host ?? "it"} was silent for {silent.TotalSeconds:0.0} s while it was measured, so it was ended");
        _process.Kill(entireProcessTree: true);
    }

    private Hello Accept(Hello hello)
    {
        if (PeerContract.WhyNot(hello.Version) is { } reason)
        {
            throw new TrialFailedException($"the {Name} cannot be told what to do: its build {reason}");
        }

        var theirs = hello.Clock ?? (hello.Now is null && _local ? ClockOrigin.OfProcess(_process.Id) : null);
        SharesClock = SameClock.Is(ClockOrigin.OfThisProcess(), theirs, hello.Now, _started, LoadClock.Now);
        return hello;
    }

    private async Task<TMessage> DueAsync<TMessage>(
        Func<ChildQuestion, CancellationToken, Task>? answer, CancellationToken cancellationToken)
        where TMessage : ChildMessage
    {
        var message = _early.TryDequeue(out var early) ? early : await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        if (message is Hello hello)
        {
            Introduction = Accept(hello);
            _startTook = _sinceStart.Elapsed;
            if (hello is TMessage introduced)
            {
                return introduced;
            }

            message = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        while (answer is not null && message is ChildQuestion question)
        {
            await answer(question, cancellationToken).ConfigureAwait(false);
            message = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return message as TMessage ?? throw await OtherwiseAsync(message, typeof(TMessage)).ConfigureAwait(false);
    }

    // What comes before it is what is expected next.
    private async Task<ClockPong> PongAsync(CancellationToken cancellationToken)
    {
        var message = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        while (message is not (null or ClockPong or Failed))
        {
            _early.Enqueue(message);
            message = await _channel.ReadAsync(cancellationToken).ConfigureAwait(false);
        }

        return message as ClockPong ?? throw await OtherwiseAsync(message, typeof(ClockPong)).ConfigureAwait(false);
    }

    private async Task<TrialFailedException> OtherwiseAsync(ChildMessage? message, Type due) => new(message switch
    {
        Failed failed => $"the {Name} failed: {failed.Reason}",
        null => $"the {Name} {await EndAsync().ConfigureAwait(false)}",
        _ => $"the {Name} sent '{message.GetType().Name}' where '{due.Name}' was due",
    });

    private async Task<T> WithinAsync<T>(
        WaitLimit limit, Type due, Func<CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var watching = WatchAsync();
        try
        {
            return await read(timer.Token).ConfigureAwait(false);
        }
        catch (FormatException error)
        {
            throw new TrialFailedException($"the {Name} wrote a line that is {error.Message}");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var limited = await watching.ConfigureAwait(false);
            throw new TrialFailedException(
                due == typeof(Connected) ? $"no connection {limited}" : $"the {Name} did not answer with '{due.Name}' {limited}");
        }
        finally
        {
            await timer.CancelAsync().ConfigureAwait(false);
            await watching.ConfigureAwait(false);
        }

        async Task<string?> WatchAsync()
        {
            try
            {
                var words = await limit.OverAsync(() => _startTook, MachineLoad.Read, timer.Token).ConfigureAwait(false);
                await timer.CancelAsync().ConfigureAwait(false);
                return words;
            }
            catch (OperationCanceledException)
            {
                return null;
            }
        }
    }

    // Standard output has ended, so the process is about to: give it a moment to be reaped.
    private async Task<string> EndAsync()
    {
        using var grace = new CancellationTokenSource(MachineLoad.Read().Stretch(GracePeriod));
        try
        {
            return await WaitForEndAsync(grace.Token).ConfigureAwait(false) + $"; its log: {_log.FilePath}";
        }
        catch (OperationCanceledException)
        {
            return "closed its output but did not end";
        }
    }

    private void CloseInput()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // The process had gone already and left the pipe broken: nothing is left to close.
        }
    }
}
