using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace ProtoBench.Machine.Holding;

/// <summary>
/// <c>protobench hold</c>: the parent of a command that is not ours, and of everything the command starts, whatever it does to get away: a
/// shell's background, a fork, a session of its own. It ends them all when its input ends, which also happens when its own parent is
/// killed.
/// </summary>
/// <remarks>
/// Input: a <see cref="HoldOrder"/>. Output: <see cref="Ready"/> when its probe says so, <see cref="Waiting"/> with what the probe found
/// where that changes, <see cref="Ended"/> with the exit code when the command itself has ended, <see cref="Empty"/> when nothing it
/// started lives any more, <see cref="Left"/> with what could not be ended, <see cref="Failed"/> when it could not be started. The
/// command's own output goes where this process' standard error goes.
/// </remarks>
internal sealed class CommandHolder : IDisposable
{
    public const string Ready = "ready";
    public const string Waiting = "waiting";
    public const string Ended = "ended";
    public const string Empty = "empty";
    public const string Left = "left";
    public const string Failed = "failed";

    /// <summary>From the polite signal to the other one.</summary>
    public static readonly TimeSpan GracePeriod = TimeSpan.FromSeconds(2);

    /// <summary>How long processes are killed again and again; those that still fork then are told.</summary>
    public static readonly TimeSpan KillingLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan KillingPause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan ProbePause = TimeSpan.FromMilliseconds(20);

    private readonly ManualResetEventSlim _end = new();
    private readonly ManualResetEventSlim _empty = new();
    private readonly Lock _saying = new();
    private readonly TextWriter _output;
    private bool _endSaid;

    private CommandHolder(TextWriter output) => _output = output;

    /// <summary>Holds the command that standard input names until that input ends.</summary>
    public static int Run()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        using var input = new StreamReader(Console.OpenStandardInput(), utf8);
        using var output = new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true };
        using var holder = new CommandHolder(output);
        return holder.Hold(input);
    }

    public void Dispose()
    {
        _end.Dispose();
        _empty.Dispose();
    }

    private int Hold(StreamReader input)
    {
        if (HoldOrder.Read(input) is not { } order)
        {
            return 1;
        }

        using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, EndInstead);
        using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, EndInstead);
        using var hangUp = PosixSignalRegistration.Create(PosixSignal.SIGHUP, EndInstead);
        if (!ProcessCalls.BecomeSubreaper())
        {
            Say($"{Failed} the kernel does not let a process adopt what its children leave behind (prctl PR_SET_CHILD_SUBREAPER, "
                + "Linux 3.4)");
            return 1;
        }

        // Its output is this process' standard error; this process' input and output are between us and our parent.
        string[] pin = order.Processors is null ? [] : ["taskset", "-c", order.Processors];
        string[] words = [.. pin, "/bin/sh", "-c", "exec 1>&2 </dev/null; " + order.Command];
        Process command;
        try
        {
            command = Process.Start(new ProcessStartInfo(words[0], words[1..]) { UseShellExecute = false })!;
        }
        catch (Win32Exception error)
        {
            Say($"{Failed} {words[0]} could not be started: {error.Message}");
            return 1;
        }

        using (command)
        {
            InBackground("end", () => SayEnd(command));
            InBackground("reaper", () => ReapUntilEmpty(command));
            InBackground("input", () =>
            {
                while (input.Read() >= 0)
                {
                }

                _end.Set();
            });
            if (order.Probe is { } probe)
            {
                InBackground("probe", () => ProbeUntilReady(probe));
            }

            _end.Wait();
            EndAll(order.StopSignal);
        }

        return 0;
    }

    private void EndInstead(PosixSignalContext context)
    {
        context.Cancel = true;
        _end.Set();
    }

    private void ReapUntilEmpty(Process command)
    {
        while (ProcessCalls.WaitForAnyChild() is { } ended)
        {
            if (ended == command.Id)
            {
                // .NET reaps what it has started; anything else would take the exit code away from it.
                command.WaitForExit();
            }
            else
            {
                ProcessCalls.Reap(ended);
            }
        }

        SayEnd(command);
        Say(Empty);
        _empty.Set();
    }

    private void ProbeUntilReady(ReadinessProbe probe)
    {
        string? said = null;
        while (!_end.IsSet && !_empty.IsSet)
        {
            if (probe.AskAsync().GetAwaiter().GetResult() is not { } found)
            {
                Say(Ready);
                return;
            }

            if (found != said)
            {
                said = found;
                Say($"{Waiting} {found.ReplaceLineEndings(" ")}");
            }

            _end.Wait(ProbePause);
        }
    }

    private void EndAll(int stopSignal)
    {
        SignalAll(stopSignal);

        // A stopped process takes the signal only when it goes on.
        SignalAll(ProcessCalls.Continue);
        var watch = Stopwatch.StartNew();
        var gone = _empty.Wait(GracePeriod);
        while (!gone && watch.Elapsed < GracePeriod + KillingLimit)
        {
            SignalAll(ProcessCalls.Kill);
            gone = _empty.Wait(KillingPause);
        }

        if (!gone)
        {
            var left = ProcessTree.Below(Environment.ProcessId).Select(process => $"{ProcessTree.NameOf(process)} ({process})");
            Say($"{Left} {string.Join(", ", left)}");
        }
    }

    private static void SignalAll(int signal)
    {
        foreach (var process in ProcessTree.Below(Environment.ProcessId))
        {
            ProcessCalls.Signal(process, signal);
        }
    }

    private void SayEnd(Process command)
    {
        command.WaitForExit();
        lock (_saying)
        {
            if (!_endSaid)
            {
                _endSaid = true;
                Say(string.Create(CultureInfo.InvariantCulture, $"{Ended} {command.ExitCode}"));
            }
        }
    }

    private void Say(string line)
    {
        lock (_saying)
        {
            try
            {
                _output.WriteLine(line);
            }
            catch (IOException)
            {
                // Our parent has gone: nobody listens, and everything is about to end.
            }
        }
    }

    private static void InBackground(string name, Action work) => new Thread(() =>
    {
        try
        {
            work();
        }
        catch (Exception error) when (error is ObjectDisposedException or InvalidOperationException or IOException)
        {
            // The holder has ended while this thread still waited.
        }
    })
    { IsBackground = true, Name = name }.Start();
}
