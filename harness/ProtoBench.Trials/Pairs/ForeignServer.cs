using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Machine.Holding;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials.Pairs;

/// <summary>
/// A server that is not ours, started by a shell command for one pair. It says nothing, so it counts as ready when it accepts a connection.
/// Disposing it ends the command and everything it started, wherever that went (<see cref="CommandHolder"/>).
/// </summary>
internal sealed class ForeignServer : IServingSide
{
    /// <summary>From its start to its first connection, where nothing else was asked for.</summary>
    public static readonly TimeSpan DefaultStartLimit = TimeSpan.FromSeconds(10);

    /// <summary>Option that raises the limit, for messages.</summary>
    public const string StartLimitOption = "--start-limit";

    private const string Mark = "PROTOBENCH_SERVER";

    // The holder needs its own limits, and time to start and to look through /proc on a busy machine.
    private static readonly TimeSpan HolderLimit = CommandHolder.GracePeriod + CommandHolder.KillingLimit + TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LogLimit = TimeSpan.FromSeconds(1);

    private readonly Process _holder;
    private readonly BoundedLog _log;
    private readonly string _command;
    private readonly string _mark;
    private readonly string? _processors;
    private readonly EndPoint _endPoint;
    private readonly TimeSpan _startLimit;
    private readonly Task _listening;
    private int? _exitCode;
    private string? _trouble;
    private volatile bool _empty;

    private ForeignServer(
        Process holder, string command, string mark, EndPoint endPoint, string? processors, string logPath, TimeSpan startLimit)
    {
        (_holder, _command, _mark, _endPoint, _processors, _startLimit) = (holder, command, mark, endPoint, processors, startLimit);
        _log = BoundedLog.Start(holder.StandardError.BaseStream, logPath);
        _listening = Task.Run(ListenAsync);
    }

    public ChildProcess? Peer => null;

    /// <summary>Starts the command and returns at once.</summary>
    /// <param name="command">For <c>/bin/sh</c>; <c>{port}</c>, <c>{address}</c> and <c>{socket}</c> stand for where to listen.</param>
    /// <param name="address">As <see cref="SocketFile.ListenAddress"/> gives it; port 0 is replaced by a free one.</param>
    /// <param name="processors">As <c>taskset -c</c> takes them; null: all.</param>
    /// <param name="logPath">File for its output.</param>
    /// <param name="startLimit">From its start to its first connection.</param>
    /// <exception cref="TrialFailedException">It could not be started.</exception>
    public static ForeignServer Start(string command, string address, string? processors, string logPath, TimeSpan startLimit)
    {
        var endPoint = EndPointText.Parse(address);
        if (endPoint is IPEndPoint { Port: 0 } any)
        {
            endPoint = new IPEndPoint(any.Address, FreePort(any.Address));
        }

        return Hold(command, endPoint, processors, logPath, startLimit);
    }

    /// <summary>Completes when it accepts a connection; the order is what its command should have told it.</summary>
    /// <exception cref="TrialFailedException">It ended, or did not accept a connection in time; the message has its last words.</exception>
    public async Task<Ready> ReadyAsync(ServeOrder order, CancellationToken cancellationToken)
    {
        await AcceptsAsync(_startLimit, cancellationToken).ConfigureAwait(false);
        return new Ready(EndPointText.Write(_endPoint), CertificatePem: null);
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

    /// <summary>How it ended, when nothing of it lives any more, with its last words; null while it serves.</summary>
    /// <param name="before">What it should have lived to see.</param>
    public async Task<string?> EndAsync(string before = "before its trial was over") => _empty
        ? $"the server command '{_command}' {_trouble ?? CommandEnd.Describe(_exitCode)} "
            + $"{before}{await _log.QuoteAsync(LogLimit).ConfigureAwait(false)}"
        : null;

    /// <summary>Adds what is to be said of the server itself. To be called when it has been measured and still runs.</summary>
    public async Task<TrialResult> RemarkAsync(TrialResult result)
    {
        var notes = ServerInspection.Remarks(ProcessTree.Below(_holder.Id), _endPoint, _processors).ToList();
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
    }

    private static ForeignServer Hold(string command, EndPoint endPoint, string? processors, string logPath, TimeSpan startLimit)
    {
        // A session of its own: neither Ctrl-C nor a signal to our process group may end the one who ends the others.
        var mark = Guid.NewGuid().ToString("N");
        var start = new ProcessStartInfo("setsid", [Executables.Application, "hold", "--stdio"])
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
            throw new TrialFailedException($"setsid could not be started: {error.Message}");
        }

        var server = new ForeignServer(holder, command, mark, endPoint, processors, logPath, startLimit);
        try
        {
            var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes(Fill(command, endPoint)));
            holder.StandardInput.Write($"{processors ?? CommandHolder.NotPinned}\n{encoded}\n");
            holder.StandardInput.Flush();
        }
        catch (IOException)
        {
            // It has ended already; waiting for the first connection finds out why.
        }

        return server;
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
                    case CommandHolder.Ended:
                        _exitCode = int.Parse(rest, CultureInfo.InvariantCulture);
                        break;
                    case CommandHolder.Empty:
                        _empty = true;
                        break;
                    case CommandHolder.Left:
                        await Console.Error.WriteLineAsync(
                            $"protobench: these processes of '{_command}' could not be ended: {rest}").ConfigureAwait(false);
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

    private async Task AcceptsAsync(TimeSpan limit, CancellationToken cancellationToken)
    {
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        timer.CancelAfter(limit);
        var answer = "nothing listens there";
        while (true)
        {
            if (await EndAsync("before it accepted a connection").ConfigureAwait(false) is { } end)
            {
                throw new TrialFailedException(end);
            }

            using var probe = new Socket(
                _endPoint.AddressFamily, SocketType.Stream, _endPoint is IPEndPoint ? ProtocolType.Tcp : ProtocolType.Unspecified);
            try
            {
                await probe.ConnectAsync(_endPoint, timer.Token).ConfigureAwait(false);
                return;
            }
            catch (SocketException error)
            {
                answer = error.Message;
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
            }

            if (timer.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
            {
                var background = _exitCode is { } code ? $"went into the background (its shell ended with exit code {code}) and " : "";
                throw new TrialFailedException(string.Create(
                    CultureInfo.InvariantCulture,
                    $"the server command '{_command}' {background}did not accept a connection at {EndPointText.Write(_endPoint)} "
                        + $"within {limit.TotalSeconds:0.###} s ")
                    + $"({answer}); {StartLimitOption} gives it longer"
                    + await _log.QuoteAsync(TimeSpan.Zero).ConfigureAwait(false));
            }

            await Task.Delay(20, cancellationToken).ConfigureAwait(false);
        }
    }

    private static string Fill(string command, EndPoint endPoint) => endPoint is IPEndPoint ip
        ? command.Replace("{port}", $"{ip.Port}", StringComparison.Ordinal).Replace("{address}", $"{ip.Address}", StringComparison.Ordinal)
        : command.Replace("{socket}", endPoint.ToString(), StringComparison.Ordinal);

    // Between closing this and the command's bind another process may take the port: ServerInspection looks who listens there.
    private static int FreePort(IPAddress address)
    {
        using var socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(address, 0));
        return ((IPEndPoint)socket.LocalEndPoint!).Port;
    }
}
