using ProtoBench.Load.Loops;
using ProtoBench.Model.Measurements;
using Xunit;

namespace ProtoBench.Tests.Load;

public sealed class WindowRecordingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void What_is_rehearsed_before_the_window_and_what_comes_behind_it_does_not_count(bool openLoop)
    {
        var recorders = new RecorderSet(openLoop);
        var window = new LoadWindow { Opening = recorders.Begin };
        var recording = new WindowRecording(recorders, window);
        using var lane = new ProtoBench.Load.Loops.Lane(null!);
        void Record(long start, long latency) => recording.Record(
            lane, ExchangeOutcome.Completed, openLoop ? start : null, start, start + latency);

        for (var i = 0; i < 100; i++)
        {
            Record(i, 5_000);
        }

        window.Open(TimeSpan.FromSeconds(1), start: 1_000_000);
        Record(999_999, 6_000);
        Record(1_000_000, 7_000);
        Record(1_001_000_000, 8_000);

        var recorded = recorders.Merge();
        Assert.Equal((1, 1, 7_000), (recorded.Outcomes.Completed, recorded.Service.Count, recorded.Service.Maximum));
        Assert.Equal(openLoop ? 1 : null, recorded.SendLateness?.Count);
    }
}
