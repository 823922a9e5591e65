using System.Threading.Channels;

namespace ProtoBench.Commands.Live;

/// <summary>One page that listens for events.</summary>
/// <param name="Seen">The state of the run it shows.</param>
internal sealed record LiveReader(long Seen)
{
    // One place, the newest event wins: telling a reader never waits for it, however slow it is.
    private readonly Channel<string> _events =
        Channel.CreateBounded<string>(new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropOldest });

    /// <summary>Does it come back for the new page when it is told of one? A program that only listens does not.</summary>
    public bool Returns { get; set; } = true;

    public ChannelReader<string> Events => _events.Reader;

    public void Tell(string name, long version) => _events.Writer.TryWrite($"event: {name}\ndata: {version}\n\n");

    /// <summary>No more events will come.</summary>
    public void Complete() => _events.Writer.TryComplete();
}
