using ProtoBench.Load.Children;
using Xunit;

namespace ProtoBench.Tests.Trials.Life;

[Trait(Lane.Name, Lane.Waiting)]
public sealed class SilenceWatchTests
{
    /// <summary>A child that is fast introduces itself just when the first sign of life comes; its parent counts from the answer.</summary>
    [Fact]
    public async Task The_first_sign_of_life_is_answered_also_where_a_line_is_being_written()
    {
        using var output = new HeldWriter();
        var channel = new MessageChannel(new StringReader(""), output);
        var writing = Task.Run(() => channel.Write(new ClockPong(1)));
        await output.Begun.Task.WaitAsync(Patience.Limit);

        var hearing = Task.Run(() => new SilenceWatch(TimeSpan.FromMinutes(1), TimeSpan.Zero, () => { }).Hear(channel));
        await Task.Delay(10);
        output.GoOn.Set();
        await Task.WhenAll(writing, hearing).WaitAsync(Patience.Limit);

        Assert.Equal(2, output.Lines);
        Assert.EndsWith("}\n\n", output.Text, StringComparison.Ordinal);
    }

    /// <summary>Stands still in its first line until it is told to go on.</summary>
    private sealed class HeldWriter : StringWriter
    {
        public HeldWriter() => NewLine = "\n";

        public TaskCompletionSource Begun { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public ManualResetEventSlim GoOn { get; } = new();

        public int Lines { get; private set; }

        public string Text => ToString();

        public override void Flush()
        {
            Lines++;
            if (Begun.TrySetResult())
            {
                GoOn.Wait();
            }
        }
    }
}
