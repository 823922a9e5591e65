using ProtoBench.Load.Kinds;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.SlowReader;

/// <summary>
/// Where what a slow reader has not read yet is held: in the sender's sockets, or under way in a window of streams. Pure.
/// </summary>
internal static class SlowReaderParts
{
    private const string Sockets = "sender's socket buffer";

    private const string Windows = "flow-control window";

    public static IEnumerable<KnownPart> Of(RecordedArm arm)
    {
        var held = SlowReaderFigures.Held.Key;
        if (arm[SlowReaderFigures.Queue] is { } queue)
        {
            var shut = arm[SlowReaderFigures.Limited] is { } limited
                ? $", whose window was shut {NumberText.Share(limited, 1)} of the time"
                : "";
            yield return new KnownPart(held, Sockets, queue, $"{Bytes(queue)} of it stood in the sender's sockets{shut}");
        }
        else if (arm[SlowReaderFigures.Held] is not null)
        {
            // QUIC keeps what waits in memory of its own.
            yield return new KnownPart(held, Sockets, 0, "nothing of it is known to stand in sockets");
        }

        if (arm is { Window: { } window, WindowName: { } called })
        {
            yield return new KnownPart(
                held, Windows, window, $"{called} let {Bytes(window)} be under way that nobody has read");
        }
        else if (arm[SlowReaderFigures.Held] is not null)
        {
            yield return new KnownPart(held, Windows, 0, "no window of streams is known");
        }
    }

    private static string Bytes(double bytes) => NumberText.Of(bytes, Quantity.Bytes);
}
