using System.Diagnostics;
using Xunit;

namespace ProtoBench.Tests.Trials.Holding;

/// <summary>Waits for what happens in other processes.</summary>
internal static class Until
{
    public static TimeSpan Limit => Patience.Limit;

    public static async Task Async(Func<bool> condition)
    {
        var watch = Stopwatch.StartNew();
        while (!condition())
        {
            Assert.True(watch.Elapsed < Limit, "it did not happen in time");
            await Task.Delay(20);
        }
    }
}
