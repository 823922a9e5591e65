using System.Globalization;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What sending a request more than once brings and costs. Pure.</summary>
internal static class CopyFigures
{
    private const string NoPolicy = "requests of this workload are sent once";

    /// <summary>What the server's load is multiplied by.</summary>
    public static WorkloadFigure Load { get; } =
        new("copies-per-exchange", "requests per exchange", FigureUnit.Factor, LowerIsBetter: true);

    public static WorkloadFigure First { get; } =
        new("copies-by-first", "answered by the first request", FigureUnit.Share, LowerIsBetter: false);

    public static WorkloadFigure Second { get; } =
        new("copies-by-second", "answered by the second request", FigureUnit.Share, LowerIsBetter: true) { Absence = NoPolicy };

    public static WorkloadFigure Later { get; } =
        new("copies-by-later", "answered by a later request", FigureUnit.Share, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "no exchange has more than two requests",
        };

    public static WorkloadFigure Failed { get; } =
        new("copies-failed", "failed after all", FigureUnit.Share, LowerIsBetter: true) { AskedFirst = true };

    /// <summary>Of datagrams: the share of requests that found no answer, to the power of how many an exchange may have.</summary>
    public static WorkloadFigure Predicted { get; } =
        new("copies-predicted-failed", "failed after all, if losses are independent", FigureUnit.Share, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "only datagrams are lost for good",
        };

    /// <summary>Answers per exchange that came when another one had been taken, or the request given up.</summary>
    public static WorkloadFigure Wasted { get; } =
        new("copies-wasted", "wasted answers per exchange", FigureUnit.Share, LowerIsBetter: true)
        {
            Absence = "a request that is given up on a stream or a connection takes no answer any more",
        };

    /// <summary>Requests, and not exchanges: another one may have answered.</summary>
    public static WorkloadFigure Unanswered { get; } =
        new("copies-unanswered", "requests given up or lost with their connection", FigureUnit.Share, LowerIsBetter: true) { Aside = true };

    public static WorkloadFigure Doubtful { get; } =
        new("copies-unknown", "failed, outcome unknown", FigureUnit.Share, LowerIsBetter: true)
        {
            Absence = "what failed was sent again as often as it may be: only requests that are not idempotent are not",
        };

    public static WorkloadFigure Exchanges { get; } =
        new("copies-exchanges", "exchanges", FigureUnit.Count, LowerIsBetter: false) { Aside = true };

    public static WorkloadFigure Wait { get; } =
        new("copies-wait", "wait before the second request", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = NoPolicy,
        };

    public static WorkloadFigure Connections { get; } =
        new("copies-connections", "connections opened for further requests", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = NoPolicy,
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } =
        [Load, First, Second, Later, Failed, Doubtful, Predicted, Wasted, Unanswered, Wait, Connections, Exchanges, .. CarriedFigures.All];

    /// <param name="counts">Of the window.</param>
    /// <param name="policy">With Most = 0: requests were sent once.</param>
    /// <param name="wait">Nanoseconds before the second request; null: there is none.</param>
    /// <param name="late">Of datagrams: answers that came after their request had been given up; null of others.</param>
    /// <param name="connections">That copies opened for themselves.</param>
    public static Dictionary<string, double> Of(CopyCounts counts, CopyPolicy policy, long? wait, long? late, int connections)
    {
        var figures = new Dictionary<string, double>();
        if (counts.Exchanges == 0)
        {
            return figures;
        }

        var all = (double)counts.Exchanges;
        figures[Load.Key] = counts.Sent / all;
        figures[First.Key] = counts.ByFirst / all;
        figures[Failed.Key] = counts.Failed / all;
        figures[Exchanges.Key] = all;
        figures[Unanswered.Key] = counts.Sent == 0 ? 0 : counts.Unanswered / (double)counts.Sent;
        if (late is { } came && counts.Sent > 0)
        {
            var lost = Math.Clamp((counts.Unanswered - came) / (double)counts.Sent, 0, 1);
            figures[Predicted.Key] = Math.Pow(lost, 1 + (policy.Idempotent ? policy.Most : 0));
        }

        if (policy.Most == 0)
        {
            return figures;
        }

        if (!policy.Idempotent)
        {
            figures[Doubtful.Key] = counts.Doubtful / all;
        }

        figures[Second.Key] = counts.BySecond / all;
        figures[Connections.Key] = connections;
        if (policy.Most > 1)
        {
            figures[Later.Key] = counts.ByLater / all;
        }

        if (policy.Hedges || late is not null)
        {
            figures[Wasted.Key] = (counts.Wasted + (late ?? 0)) / all;
        }

        if (wait is { } nanoseconds and not CopyWaits.Never)
        {
            figures[Wait.Key] = nanoseconds / 1e3;
        }

        return figures;
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (!figures.TryGetValue(Second.Key, out var second) || !figures.TryGetValue(Load.Key, out var load))
        {
            yield break;
        }

        var (first, failed) = (figures[First.Key], figures[Failed.Key]);
        var later = figures.GetValueOrDefault(Later.Key);
        yield return string.Create(
            CultureInfo.InvariantCulture,
            $"{first * 100:0.##} % of the exchanges were answered by the first request, {second * 100:0.##} % by the second, "
                + $"{(later > 0 ? $"{later * 100:0.##} % by a later one, " : "")}{failed * 100:0.##} % failed after all; "
                + $"the server had {(load - 1) * 100:0.##} % more requests");
        if (figures.TryGetValue(Doubtful.Key, out var doubtful))
        {
            yield return doubtful == 0 ? "no exchange failed with its outcome unknown" : string.Create(
                CultureInfo.InvariantCulture,
                $"{Math.Round(doubtful * figures[Exchanges.Key]):#,0} exchanges failed with their outcome unknown: their requests may "
                    + $"have been carried out and are not idempotent, so they were not sent again");
        }
        else if (!figures.ContainsKey(Wait.Key))
        {
            yield return "too few requests were answered to know when a second one is due: none was sent";
        }
    }
}
