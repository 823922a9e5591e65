using System.Globalization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Trials;

/// <summary>What the sockets that a trial leaves say about its programs. Pure.</summary>
internal static class SocketNotes
{
    /// <summary>
    /// So many half-closed sockets are more than those that are just being closed when they are counted, one per exchange that has ended.
    /// </summary>
    public const int FewestCloseWait = 10;

    public static IEnumerable<string> Of(Measurement measurement)
    {
        if (measurement.Sockets is not { } sockets)
        {
            yield break;
        }

        foreach (var (name, side) in new[] { ("client", sockets.Left.Client), ("server", sockets.Left.Server) })
        {
            if (side?.CountOf("close-wait") is >= FewestCloseWait and var waiting)
            {
                yield return string.Create(
                    CultureInfo.InvariantCulture,
                    $"{waiting} connections that the other side has ended are still open at the {name} (CLOSE_WAIT): its program does not "
                        + $"close them");
            }
        }
    }
}
