using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Loops;

/// <summary>
/// Takes back the threads that .NET's pool has added while a process started: one whose work waits for half a second gets another thread,
/// and without hill climbing nothing takes it away again. On its only processor it then costs every exchange a switch between them (a gRPC
/// server so had 4 switches an exchange instead of 1, and its arm 17,300 exchanges/s instead of 24,600).
/// </summary>
internal static class PoolGrowth
{
    /// <summary>
    /// Is that right for a workload of this kind? Only for plain exchanges: a transfer whose calls complete at once keeps its thread, and
    /// with one thread for both directions one of them stood still.
    /// </summary>
    public static bool IsUndoneFor(string kind) => kind == Workload.DefaultKind;

    /// <summary>
    /// The pool is to have as many threads as processors from now on. Only with one processor, and only where nothing asked for more
    /// threads (lanes that block them do). A new maximum lowers what the pool strives for, and raising it again does not
    /// (PortableThreadPool.SetMaxThreads). A pool that starves grows again.
    /// </summary>
    /// <param name="wanted">False: nothing is done.</param>
    public static void UndoIf(bool wanted)
    {
        ThreadPool.GetMinThreads(out var least, out _);
        if (!wanted || Environment.ProcessorCount != 1 || least != 1)
        {
            return;
        }

        ThreadPool.GetMaxThreads(out var most, out var completions);
        ThreadPool.SetMaxThreads(least, completions);
        ThreadPool.SetMaxThreads(most, completions);
    }
}
