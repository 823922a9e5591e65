using ProtoBench.Model.Measurements;

namespace ProtoBench.Trials.Clients;

/// <summary>What came back for the same requests at several client processes, as if one had sent them all. Pure.</summary>
internal static class MergedAnswers
{
    /// <summary>The sum: counts are sums, and times those of all.</summary>
    /// <param name="all">At least one, of the same requests in the same order.</param>
    public static AnsweredRequests Of(IReadOnlyList<AnsweredRequests> all) => new()
    {
        Statuses =
        [
            .. all.SelectMany(one => one.Statuses).GroupBy(status => status.Status)
                .Select(group => new StatusCount(group.Key, group.Sum(status => status.Count)))
                .OrderBy(status => status.Status),
        ],
        Requests =
        [
            .. all[0].Requests.Select((first, place) => first with
            {
                Completed = all.Sum(one => one.Requests[place].Completed),
                Failed = all.Sum(one => one.Requests[place].Failed),
                BodyBytes = all.Sum(one => one.Requests[place].BodyBytes),
                Response = HistogramText.Sum(all.Select(one => one.Requests[place].Response)),
            }),
        ],
        Sent = HistogramText.Sum(all.Select(one => one.Sent)),
        FirstByte = HistogramText.Sum(all.Select(one => one.FirstByte)),
        LastByte = HistogramText.Sum(all.Select(one => one.LastByte)),
    };

    /// <summary>How the server ended the connections of all; null where it ended none.</summary>
    public static IReadOnlyList<ConnectionEnding>? Endings(IEnumerable<ConnectionEnding> all) =>
        all.GroupBy(ending => (ending.How, ending.Announced)).Select(Sum).ToList() is { Count: > 0 } endings ? endings : null;

    private static ConnectionEnding Sum(IEnumerable<ConnectionEnding> alike)
    {
        var all = alike.ToList();
        var count = all.Sum(one => one.Count);
        return all[0] with
        {
            Count = count,
            Repeated = all.Sum(one => one.Repeated),
            ReconnectMicroseconds = all.Sum(one => one.Count * one.ReconnectMicroseconds) / Math.Max(1, count),
        };
    }
}
