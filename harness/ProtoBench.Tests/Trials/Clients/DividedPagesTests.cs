using ProtoBench.Load.Workloads.Objects;
using ProtoBench.Load.Workloads.Page;
using ProtoBench.Model.Measurements;
using ProtoBench.Trials.Clients;
using Xunit;

namespace ProtoBench.Tests.Trials.Clients;

/// <summary>Objects and pages of several client processes, and answers to the same requests.</summary>
public sealed class DividedPagesTests
{
    [Fact]
    public void The_time_of_objects_is_the_median_of_all_in_the_least_round_trip_of_all()
    {
        string[] clients =
        [
            new ObjectReadings(20_400_000, 4, 6).Encode(),
            new ObjectReadings(20_000_000, 4, 6).Encode(),
            new ObjectReadings(null, 4, 6).Encode(),
        ];
        var figures = ObjectReadings.PutTogether(clients).Tell(Sum(40, 80, 80, 80, 400)).Figures!;
        Assert.Equal(
            (4, 6, 20_000), (figures[ObjectsKind.Predicted], figures[ObjectsKind.Windowed], figures[ObjectsKind.RoundTrip]));
        Assert.Equal(4, figures[ObjectsKind.Taken], 0.05);
    }

    [Fact]
    public void What_clients_predict_unlike_each_other_is_not_told_and_nothing_without_a_round_trip()
    {
        var unlike = ObjectReadings.PutTogether([new ObjectReadings(1, 4, 6).Encode(), new ObjectReadings(1, 3, null).Encode()]);
        Assert.Equal(new ObjectReadings(1, null, null), unlike);
        var none = ObjectReadings.PutTogether([new ObjectReadings(null, null, null).Encode()]).Tell(Sum(40));
        Assert.Null(none.Figures);
    }

    [Fact]
    public void The_page_that_is_shown_is_the_middle_one_of_all()
    {
        string[] clients =
        [
            new PageReadings(21_000_000, 4, [500, 70], [Page(10_000), Page(90_000)]).Encode(),
            new PageReadings(20_000_000, 4, [500, 70], [Page(80_000), Page(30_000), Page(70_000)]).Encode(),
        ];
        var told = PageReadings.PutTogether(clients).Tell(Sum(80));
        Assert.Equal([new LoadedObject(500, 1, 2, 3), new LoadedObject(70, 1.5, 2, 70)], told.Waterfall);
        Assert.Equal((4.0, 4.0), (Math.Round(told.Figures![PageKind.Taken], 1), told.Figures[PageKind.Predicted]));
        Assert.Null(told.Unmerged);
    }

    [Fact]
    public void Answers_are_counted_together_by_status_and_by_request()
    {
        var sum = MergedAnswers.Of([Answered([new(200, 5), new(503, 1)], 5, 400), Answered([new(200, 7), new(404, 2)], 7, 900)]);
        Assert.Equal([new(200, 12), new(404, 2), new(503, 1)], sum.Statuses);
        var request = Assert.Single(sum.Requests);
        Assert.Equal(("object", 12, 2, 1_300), (request.Name, request.Completed, request.Failed, request.BodyBytes));
        Assert.Null(request.Response);
        Assert.Equal(4, HistogramText.Decode(sum.FirstByte!).Count);

        var endings = MergedAnswers.Endings([Ending("GOAWAY", 1, 100), Ending("reset", 1, 9), Ending("GOAWAY", 3, 500)])!;
        Assert.Equal([("GOAWAY", 4, 400.0), ("reset", 1, 9.0)], endings.Select(one => (one.How, one.Count, one.ReconnectMicroseconds)));
        Assert.Null(MergedAnswers.Endings([]));
    }

    private static AnsweredRequests Answered(IReadOnlyList<StatusCount> statuses, long completed, long bytes) => new()
    {
        Statuses = statuses,
        Requests = [new NamedRequest { Name = "object", Completed = completed, Failed = 1, BodyBytes = bytes }],
        FirstByte = Text(1, 2),
    };

    private static ConnectionEnding Ending(string how, int count, double microseconds) =>
        new() { How = how, Announced = true, Count = count, ReconnectMicroseconds = microseconds };

    private static (long Took, ObjectTimes[] Objects) Page(long took) =>
        (took, [new ObjectTimes(1_000, 2_000, 3_000), new ObjectTimes(1_500, 2_000, took)]);

    private static Measurement Sum(params long[] milliseconds) => new()
    {
        WindowSeconds = 2,
        WindowStartNanoseconds = 0,
        Service = Text([.. milliseconds.Select(one => one * 1_000_000)]),
        Outcomes = new OutcomeCounts(),
        Series = [],
        WarmUp = new WarmUpOutcome(1, true),
    };

    private static string Text(params long[] nanoseconds)
    {
        var histogram = new LatencyHistogram();
        Array.ForEach(nanoseconds, histogram.Record);
        return HistogramText.Encode(histogram);
    }
}
