using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.DeadPeer;

/// <summary>When clients learn that nobody is there any more. Pure.</summary>
internal static class DeadPeerFigures
{
    private const string NothingAsks = "nothing of the client asks whether its peer is there";

    public static WorkloadFigure Median { get; } =
        new("dead-peer-median", "median time from what came last until the client knows", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Absence = "not half of the connections had been told when their limit was over",
        };

    public static WorkloadFigure Told { get; } =
        new("dead-peer-told", "connections that knew before their limit", FigureUnit.Share, LowerIsBetter: false);

    public static WorkloadFigure Earliest { get; } =
        new("dead-peer-predicted", "the same by its settings, at the earliest", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = NothingAsks,
        };

    public static WorkloadFigure Latest { get; } =
        new("dead-peer-predicted-latest", "the same, at the latest", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = NothingAsks,
        };

    public static WorkloadFigure Packets { get; } =
        new("dead-peer-idle-packets", "packets per connection and idle minute", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = "counted by the kernel for each TCP socket (TCP_INFO), and for no other",
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Median, Told, Earliest, Latest, Packets];

    /// <param name="medianNanoseconds">Over connections, until they knew or their limit was over.</param>
    /// <param name="told">Connections that knew.</param>
    /// <param name="connections">All.</param>
    /// <param name="terms">What finds out; null: nothing.</param>
    /// <param name="packets">Of one connection in an idle minute while its peer was there; null: not known.</param>
    public static Dictionary<string, double> Of(
        double medianNanoseconds, int told, int connections, KeepAliveTerms? terms, double? packets)
    {
        var figures = new Dictionary<string, double>();
        if (connections > 0)
        {
            figures[Told.Key] = told / (double)connections;
            if (2 * told >= connections)
            {
                // Else the middle one is somebody's limit.
                figures[Median.Key] = medianNanoseconds / 1e3;
            }
        }

        if (terms is not null)
        {
            figures[Earliest.Key] = terms.Earliest.TotalMicroseconds;
            figures[Latest.Key] = terms.Latest.TotalMicroseconds;
        }

        if (packets is { } counted)
        {
            figures[Packets.Key] = counted;
        }

        return figures;
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (!figures.TryGetValue(Told.Key, out var told))
        {
            yield break;
        }

        yield return told switch
        {
            1 => "every connection learned by itself that its peer had fallen silent",
            0 when !figures.ContainsKey(Earliest.Key) =>
                "no connection ever learned that its peer had fallen silent: nothing asks, so that a client that only waits does so for "
                    + "ever",
            0 => "no connection learned within its limit that its peer had fallen silent",
            _ => string.Create(
                CultureInfo.InvariantCulture, $"{told:P0} of the connections learned within their limit that their peer had fallen silent"),
        };
    }
}
