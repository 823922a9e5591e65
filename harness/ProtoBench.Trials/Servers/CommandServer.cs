using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text;
using ProtoBench.Contract.Requests;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials.Servers;

/// <summary>
/// A server that is not ours, started by a shell command for one trial. Disposing it ends the command and everything it started, wherever
/// that went (<see cref="CommandHolder"/>).
/// </summary>
internal sealed class CommandServer : IServingSide
{
    /// <summary>From its start to being ready, where nothing else was asked for.</summary>
    public static readonly TimeSpan DefaultStartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Option of <c>ab</c> that raises the limit, for messages.</summary>
    public const string StartLimitOption = "--start-limit";

    private const string Mark = "PROTOBENCH_SERVER";

    // The holder needs its own limits, and time to start and to look through /proc on a busy machine.
    private static readonly TimeSpan HolderLimit = CommandHolder.GracePeriod + CommandHolder.KillingLimit + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(1);

    private readonly ServerOrder _order;
    private readonly Process _holder;
    private readonly BoundedLog _log;
    private readonly string _mark;
    private readonly Task _listening;
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _gone = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TreeSampler? _sampler;
    private volatile string _answer;
    private int? _exitCode;
    private string? _trouble;
    private volatile bool _empty;

    private CommandServer(Process holder, ServerOrder order, string mark)
    {
        (_holder, _order, _mark) = (holder, order, mark);
        _log = BoundedLog.Start(holder.StandardError.BaseStream, order.LogPath);
        _answer = order.LogLine is { } line ? $"no line of its output has '{line}' in it" : "nothing listens there";
        if (order.LogLine is { } awaited)
        {
            _log.Expect(awaited, () => _ready.TrySetResult());
        }

        // What a server of ab uses nobody asks for, and looking costs processor time.
        _sampler = order.Site is null ? null : new TreeSampler(holder.Id);
        _listening = Task.Run(ListenAsync);
    }

    public ChildProcess? Peer => null;

    public ForeignSite? Site => _order.Site;

    /// <summary>Starts the command of <c>ab</c> and returns at once.</summary>
    /// <param name="command">For <c>/bin/sh</c>; <c>{port}</c>, <c>{address}</c> and <c>{socket}</c> stand for where to listen.</param>
    /// <param name="address">As <see cref="SocketFile.ListenAddress"/> gives it; port 0 is replaced by a free one.</param>
    /// <param name="processors">As <c>taskset -c</c> takes them; null: all.</param>
    /// <param name="logPath">File for its output.</param>
    /// <param name="startLimit">From its start to its first connection.</param>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    public static CommandServer Start(string command, string address, string? processors, string logPath, TimeSpan startLimit)
    {
        var endPoint = FreePort.Fixed(EndPointText.Parse(address));
        return Start(new ServerOrder
        {
            Command = Fill(command, endPoint),
            Written = command,
            EndPoint = endPoint,
            Processors = processors,
            LogPath = logPath,
            StartLimit = startLimit,
            Probe = new ReadinessProbe(ProbeKind.Connection, endPoint),
        });
    }

    /// <summary>Starts a command and returns at once.</summary>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    public static CommandServer Start(ServerOrder order)
    {
        // A session of its own: neither Ctrl-C nor a signal to our process group may end the one who ends the others.
        var mark = Guid.NewGuid().ToString("N");
        string[] words = [.. order.Enter, "setsid", Executables.Application, "hold", "--stdio"];
        var start = new ProcessStartInfo(words[0], words[1..])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        };
        start.Environment[Mark] = mark;
        Process holder;
        try
        {
            holder = Process.Start(start) ?? throw new TrialFailedException("the server command did not start");
        }
        catch (Win32Exception error)
        {
            throw new TrialFailedException($"{words[0]} could not be started: {error.Message}");
        }

        var server = new CommandServer(holder, order, mark);
        try
        {
            new HoldOrder
            {
                Command = order.Command,
                Processors = order.Processors,
                StopSignal = order.StopSignal,
                Probe = order.Probe,
            }.Write(holder.StandardInput);
        }
        catch (IOException)
        {
            // It has ended already; waiting until it is ready finds out why.
        }

        return server;
    }

    /// <summary>Completes when it is ready; the order is what its command should have told it.</summary>
    /// <exception cref="TrialFailedException">It ended, or was not ready in time; the message has its last words.</exception>
    public async Task<Ready> ReadyAsync(
        ServeOrder order, Func<CancellationToken, Task> meanwhile, CancellationToken cancellationToken)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var limit = Task.Delay(_order.StartLimit, over.Token);
        var first = await Task.WhenAny(_ready.Task, _gone.Task, limit).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        if (first == _ready.Task)
        {
            return new Ready(EndPointText.Write(_order.EndPoint), _order.CertificatePem);
        }

        if (await EndAsync("before it was ready").ConfigureAwait(false) is { } end)
        {
            throw new TrialFailedException(end);
        }

        var background = _exitCode is { } code ? $"went into the background (its shell ended with exit code {code}) and " : "";
        throw new TrialFailedException(string.Create(
            CultureInfo.InvariantCulture,
            $"the server command '{_order.Written}' {background}was not ready at {EndPointText.Write(_order.EndPoint)} "
                + $"within {_order.StartLimit.TotalSeconds:0.###} s ")
            + $"({_answer}){Elsewhere()}; {_order.LongerBy} gives it longer"
            + await _log.QuoteAsync(TimeSpan.Zero).ConfigureAwait(false));
    }

    public async Task<TMessage> WhileServingAsync<TMessage>(
        Func<CancellationToken, Task<TMessage>> client, CancellationToken cancellationToken)
    {
        try
        {
            return await client(cancellationToken).ConfigureAwait(false);
        }
        catch (TrialFailedException error)
        {
            throw await EndAsync().ConfigureAwait(false) is { } end ? new TrialFailedException($"{end}; {error.Message}") : error;
        }
    }

    public ProcessUsage? Usage(long from, long to) => _sampler?.Usage(from, to);

    /// <summary>How it ended, when nothing of it lives any more, with its last words; null while it serves.</summary>
    /// <param name="before">What it should have lived to see.</param>
    public async Task<string?> EndAsync(string before = "before its trial was over") => _empty
        ? $"the server command '{_order.Written}' {_trouble ?? CommandEnd.Describe(_exitCode)} "
            + $"{before}{await _log.QuoteAsync(LogLimit).ConfigureAwait(false)}"
        : null;

    /// <summary>Adds what is to be said of the server itself. To be called when it has been measured and still runs.</summary>
    public async Task<TrialResult> RemarkAsync(TrialResult result)
    {
        var notes = ServerInspection.Remarks(ProcessTree.Below(_holder.Id), _order.EndPoint, _order.Processors).ToList();
        if (_log.LeftOut > 0)
        {
            var megabytes = (_log.LeftOut + BoundedLog.HeadBytes + BoundedLog.TailBytes) / 1_000_000;
            notes.Add($"the server wrote {megabytes} MB to its log, which costs both sides processor time; {_log.FilePath} keeps its "
                + "start and its end");
        }

        result = result with { Notes = [.. result.Notes, .. notes] };
        return await EndAsync().ConfigureAwait(false) is { } end
            ? result with
            {
                Reasons = [end, .. result.Reasons],
                Status = result.Status == TrialStatus.Succeeded ? TrialStatus.Invalid : result.Status,
            }
            : result;
    }

    public async ValueTask DisposeAsync()
    {
        _sampler?.Dispose();
        try
        {
            _holder.StandardInput.Close();
        }
        catch (IOException)
        {
            // The holder has gone already.
        }

        if (!await EndsAsync(HolderLimit).ConfigureAwait(false))
        {
            _holder.Kill();
            await EndsAsync(LogLimit).ConfigureAwait(false);
        }

        // Whoever killed the holder took away the one who ends the rest.
        foreach (var process in _holder is { HasExited: true, ExitCode: 0 }
            ? []
            : ProcessTree.With($"{Mark}={_mark}").Where(process => process != _holder.Id))
        {
            ProcessCalls.Signal(process, ProcessCalls.Kill);
        }

        await Task.WhenAny(_listening, Task.Delay(LogLimit)).ConfigureAwait(false);
        await _log.EndAsync(LogLimit).ConfigureAwait(false);
        _log.Dispose();
        _holder.Dispose();
        if (_order.OwnFolder is { } folder)
        {
            OwnFolders.Delete(folder);
        }
    }

    /// <summary>Takes in what the holder says until it ends.</summary>
    private async Task ListenAsync()
    {
        try
        {
            while (await _holder.StandardOutput.ReadLineAsync().ConfigureAwait(false) is { } line)
            {
                var (word, rest) =
                    line.IndexOf(' ', StringComparison.Ordinal) is >= 0 and var blank ? (line[..blank], line[(blank + 1)..]) : (line, "");
                switch (word)
                {
                    case CommandHolder.Ready:
                        _ready.TrySetResult();
                        break;
                    case CommandHolder.Waiting:
                        _answer = rest;
                        break;
                    case CommandHolder.Ended:
                        _exitCode = int.Parse(rest, CultureInfo.InvariantCulture);
                        break;
                    case CommandHolder.Empty:
                        _empty = true;
                        _gone.TrySetResult();
                        break;
                    case CommandHolder.Left:
                        await Console.Error.WriteLineAsync(
                            $"protobench: these processes of '{_order.Written}' could not be ended: {rest}").ConfigureAwait(false);
                        break;
                    case CommandHolder.Failed:
                        _trouble = $"could not be held: {rest}";
                        break;
                }
            }
        }
        catch (Exception error) when (error is IOException or ObjectDisposedException)
        {
            // The same as its end.
        }

        if (!_empty)
        {
            _trouble ??= "lost the process that held it: somebody killed 'protobench hold'";
            _empty = true;
        }

        _gone.TrySetResult();
    }

    private async Task<bool> EndsAsync(TimeSpan limit)
    {
        using var timer = new CancellationTokenSource(limit);
        try
        {
            await _holder.WaitForExitAsync(timer.Token).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static string Fill(string command, EndPoint endPoint) => endPoint is IPEndPoint ip
        ? command.Replace("{port}", $"{ip.Port}", StringComparison.Ordinal).Replace("{address}", $"{ip.Address}", StringComparison.Ordinal)
        : command.Replace("{socket}", endPoint.ToString(), StringComparison.Ordinal);

    // A server that listens, but not where it was told to, has most likely not taken the placeholder.
    private string Elsewhere() =>
        ServerInspection.PortsOf(ProcessTree.Below(_holder.Id)) is { Count: > 0 } ports
            ? $"; it listens at {string.Join(" and ", ports)} instead"
            : "";
}
