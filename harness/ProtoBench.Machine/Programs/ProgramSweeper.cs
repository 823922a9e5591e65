using System.Diagnostics;
using System.Runtime.InteropServices;
using ProtoBench.Machine.Holding;
using ProtoBench.Native;

namespace ProtoBench.Machine.Programs;

/// <summary>
/// A process beside this one that sleeps until this one ends, however it does, and then kills every program with a mark in its environment
/// and removes their folder. Whoever is killed cannot do that himself, and who only is a child's parent cannot for its grandchildren.
/// </summary>
internal sealed class ProgramSweeper : IDisposable
{
    /// <summary>The word with which the companion says that it sleeps.</summary>
    public const string Ready = "ready";

    /// <summary>How long it kills again and again.</summary>
    public static readonly TimeSpan KillingLimit = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(20);

    private readonly int _lifeline;

    private ProgramSweeper(int processId, int lifeline) => (ProcessId, _lifeline) = (processId, lifeline);

    public int ProcessId { get; }

    /// <summary>Starts it and waits until it sleeps, so that none of its start is measured.</summary>
    /// <param name="path">The program that plays it.</param>
    /// <param name="words">Its name and arguments.</param>
    /// <exception cref="IOException">It did not start.</exception>
    public static ProgramSweeper Start(string path, IReadOnlyList<string> words)
    {
        var (input, output) = (Pipe(), Pipe());
        try
        {
            using var start = ProgramStart.Companion(path, words, input.Reading, output.Writing);
            var processId = start.Start();
            _ = Libc.Close(output.Writing);
            output.Writing = -1;
            var sweeper = new ProgramSweeper(processId, input.Writing);
            if (!Says(output.Reading))
            {
                sweeper.Dispose();
                throw new IOException($"{path} {string.Join(' ', words.Skip(1))} did not get ready");
            }

            return sweeper;
        }
        finally
        {
            _ = Libc.Close(input.Reading);
            _ = Libc.Close(output.Reading);
            if (output.Writing >= 0)
            {
                _ = Libc.Close(output.Writing);
            }
        }
    }

    /// <summary>What the companion does: waits for its input's end, then sweeps.</summary>
    public static void Sweep(TextReader input, TextWriter output, string mark, string folder)
    {
        output.WriteLine(Ready);
        output.Flush();
        while (input.Read() >= 0)
        {
        }

        Kill(mark);
        ProgramFolder.Remove(folder);
    }

    /// <summary>Kills everything with an assignment in its environment until nothing is left or the limit is over.</summary>
    public static void Kill(string mark)
    {
        var watch = Stopwatch.StartNew();
        while (ProcessTree.With(mark) is { Count: > 0 } left && watch.Elapsed < KillingLimit)
        {
            foreach (var process in left)
            {
                ProcessCalls.Signal(process, ProcessCalls.Kill);
            }

            Thread.Sleep(Pause);
        }
    }

    public void Dispose()
    {
        _ = Libc.Close(_lifeline);
        _ = LibcProcesses.WaitPid(ProcessId, out _, 0);
    }

    private static (int Reading, int Writing) Pipe()
    {
        Span<int> ends = stackalloc int[2];
        return Libc.Pipe(ends, Libc.OpenCloseOnExec) == 0
            ? (ends[0], ends[1])
            : throw new IOException($"no pipe to a companion: {Marshal.GetLastPInvokeErrorMessage()}");
    }

    private static bool Says(int descriptor)
    {
        Span<PollDescriptor> waiting = [new() { Descriptor = descriptor, Events = Libc.PollIn }];
        var limit = TimeSpecification.FromNanoseconds((long)MachineLoad.Read().Stretch(StartLimit).TotalNanoseconds);
        Span<byte> first = stackalloc byte[Ready.Length];
        return Libc.Poll(waiting, 1, limit, 0) > 0 && Libc.Read(descriptor, first, first.Length) > 0;
    }
}
