using System.Diagnostics;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>No wait in a test is unlimited.</summary>
internal static class Limits
{
    /// <summary>Far above what anything here takes, and more on a busy machine.</summary>
    public static TimeSpan Wait => Patience.Limit;

    public static CancellationToken Token() => new CancellationTokenSource(Wait).Token;

    public static Task Limited(this Task task) => task.WaitAsync(Wait);

    public static Task<T> Limited<T>(this Task<T> task) => task.WaitAsync(Wait);

    public static Task Limited(this ValueTask task) => task.AsTask().WaitAsync(Wait);

    public static Task<T> Limited<T>(this ValueTask<T> task) => task.AsTask().WaitAsync(Wait);

    /// <summary>Runs what may block on a thread of its own: blocked threads of the pool would starve everything asynchronous.</summary>
    public static Task<T> Apart<T>(Func<Task<T>> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().Limited();

    public static Task Apart(Func<Task> work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap().Limited();

    public static Task Apart(Action work) => Task.Factory.StartNew(
        work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Limited();

    /// <summary>Returns once <paramref name="condition"/> holds.</summary>
    public static async Task Until(Func<bool> condition, string what)
    {
        var start = Stopwatch.GetTimestamp();
        while (!condition())
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < Wait, $"waited {Wait.TotalSeconds} s until {what}");
            await Task.Delay(1);
        }
    }
}
