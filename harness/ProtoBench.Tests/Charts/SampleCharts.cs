using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Charts;

namespace ProtoBench.Tests.Charts;

/// <summary>One chart of each kind and of each awkward shape.</summary>
internal static class SampleCharts
{
    private static readonly Palette Palette = new(
        new[] { "tcp", "http2", "grpc" }.Select(name => new Arm { Label = name, Protocol = name }));

    public static IReadOnlyDictionary<string, Chart> All { get; } = new Dictionary<string, Chart>
    {
        ["lines"] = Lines(
            ("tcp", [(1, 20), (4, 35), (16, 140)]), ("http2", [(1, 90), (4, 150), (16, 600)]), ("grpc", [(1, 110), (4, 200), (16, 840)])),
        ["single-point"] = Lines(("tcp", [(1, 20)])),
        ["all-equal"] = Lines(("tcp", [(1, 20), (4, 20)]), ("http2", [(1, 20), (4, 20)])),
        ["under-a-decade"] = Lines(("tcp", [(1, 20), (4, 21)]), ("http2", [(1, 23), (4, 26)])),
        ["zero-values"] = Lines(("tcp", [(1, 0), (4, 30), (8, 0), (16, 50)])),
        ["empty"] = Lines(("tcp", [])),
        ["nines"] = Nines(),
        ["bars"] = Bars(),
        ["dots"] = Dots(),
        ["series"] = Series(),
        ["rules"] = Rules(),
        ["wide-ticks"] = WideTicks(),
        ["crowded"] = Lines([.. Enumerable.Range(0, 24).Select(i => ("tcp", (IReadOnlyList<(double, double)>)[(1, 20 + i), (4, 40 + i)]))]),
        ["hostile"] = Lines(("tcp", [(1, 20), (4, 35)])) with
        {
            Title = "<script>alert(1)</script> & 'quotes' \"\u0001\"",
            Description = "</desc><b>",
        },
    };

    public static Chart Lines(params IReadOnlyList<(string Arm, IReadOnlyList<(double X, double Y)> Points)> lines) => new()
    {
        Id = "sample",
        Title = "p99 latency by exchanges in flight",
        Description = "tcp: from 20.0 µs to 140 µs.",
        EmptyText = "No arm has a valid trial at this load, so there is nothing to draw here, and this sentence says so over two lines.",
        X = new Axis(new ValueScale(lines.SelectMany(line => line.Points).Select(point => point.X)), "exchanges in flight", Quantity.Count),
        Y = new Axis(
            LogScale.Over(lines.SelectMany(line => line.Points).Select(point => point.Y)), "p99, log scale", Quantity.Microseconds),
        Marks =
        [
            .. lines.Select(line => new LineMark
            {
                Style = Palette[line.Arm],
                Label = line.Arm,
                Points =
                [
                    .. line.Points.Select(
                        (point, i) => new ChartPoint(point.X, point.Y) { Low = point.Y * 0.9, High = point.Y * 1.1, Hollow = i == 2 }),
                ],
            }),
        ],
    };

    private static Chart Nines() => Lines() with
    {
        X = new Axis(new NinesScale(0.9999), "percentile", Quantity.Percentile),
        Y = new Axis(LogScale.Over([10, 1000]), "latency", Quantity.Microseconds),
        Marks =
        [
            new BandMark { Style = Palette["tcp"], Points = [new(0, 9, 11), new(0.9, 18, 24), new(0.9999, 700, 1300)] },
            new LineMark
            {
                Style = Palette["tcp"],
                Label = "tcp",
                Points = [.. NinesScale.Quantiles(0.9999, 2).Select((q, i) => new ChartPoint(q, 10 * Math.Pow(1.8, i)))],
            },
        ],
    };

    private static Chart Bars() => Lines() with
    {
        X = new Axis(LinearScale.FromZero([118_000]), "throughput", Quantity.PerSecond),
        Y = new Axis(new BandScale(["tcp", "http2", "an-arm-with-a-name-of-forty-characters-x"]), "", Quantity.Count),
        Marks =
        [
            new BarMark { Style = Palette["tcp"], Category = 0, Value = 110_000, Low = 102_000, High = 118_000, Text = "110k/s" },
            new BarMark { Style = Palette["http2"], Category = 1, Value = 0, Text = "0/s" },
            new NoteMark { Style = Palette.Neutral, Category = 2, Text = "not applicable" },
        ],
        Height = 140,
    };

    private static Chart Dots() => Lines() with
    {
        X = new Axis(LinearScale.FromZero([40]), "CPU per exchange", Quantity.Microseconds),
        Y = new Axis(new BandScale(["tcp"]), "", Quantity.Count),
        Marks =
        [
            .. Enum.GetValues<MarkerShape>()
                .Select(
                    (shape, i) =>
                        new DotMark
                        {
                            Style = Palette["grpc"],
                            Category = 0,
                            Value = 4.0 * (i + 1),
                            Low = 4 * i,
                            Shape = shape,
                            Hollow = i % 2 == 1,
                            High = (4 * i) + 5,
                        }),
        ],
        Height = 110,
    };

    private static Chart Series() => Lines() with
    {
        X = new Axis(LinearScale.Over([-0.5, 3]), "seconds", Quantity.Seconds),
        Y = new Axis(LinearScale.FromZero([3.2e9]), "goodput", Quantity.BytesPerSecond),
        Marks =
        [
            new LineMark { Style = Palette["tcp"], Faint = true, Points = [new(-0.5, 1e9), new(0, 2e9), new(3, 2.2e9)] },
            new LineMark
            {
                Style = Palette["tcp"],
                Label = "tcp",
                Step = true,
                Points = [new(-0.5, 1e9) { Marked = false }, new(0, 3e9), new(3, 2.8e9)],
            },
            new RuleMark { Style = Palette.Neutral, X = 0, Label = "window" },
        ],
    };

    // Names of rules that would meet each other or run over the right edge.
    private static Chart Rules() => Lines() with
    {
        X = new Axis(new CountingScale(30), "run", Quantity.Count),
        Y = new Axis(LogScale.Over([50, 60]), "p50 latency, log scale", Quantity.Microseconds),
        Marks =
        [
            new ShadeMark { Style = Palette["tcp"], From = 2, To = 4 },
            new LineMark
            {
                Style = Palette["tcp"],
                Points = [.. Enumerable.Range(1, 30).Select(run => new ChartPoint(run, run < 20 ? 50 : 60))],
            },
            .. ((double[])[10.5, 12.5, 29.5])
                .Select(run => new RuleMark { Style = Palette["tcp"], X = run, Label = "0123456789ab +10.0 %" }),
        ],
    };

    // The last tick stands near the axis's end, and its label is long.
    private static Chart WideTicks() => Dots() with
    {
        X = new Axis(LinearScale.FromZero([1024 * 1280]), "allocated", Quantity.BytesPerSecond),
        Marks = [new DotMark { Style = Palette["tcp"], Category = 0, Value = 1024 * 1024, Shape = MarkerShape.Circle }],
    };
}
