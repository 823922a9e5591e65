using System.Text.Json.Nodes;
using ProtoBench.Model.Measurements;
using ProtoBench.Tests.Foreign;
using Xunit;

namespace ProtoBench.Tests.Measurements;

public sealed class ForeignHistogramTests
{
    private const string Package = "hdr-histogram-js";
    private const string Script = "histogram.cjs";

    [NodeFact(Package)]
    public async Task HdrHistogram_reads_our_text_with_the_same_count_in_every_bucket_and_the_same_percentiles()
    {
        var histogram = Recorded();
        var percentiles = Enumerable.Range(0, 1_001).Select(i => i / 10.0).Concat([99.99, 99.999, 99.9999]).Order().ToArray();

        var answer = await DecodedByJs(histogram, percentiles);

        Assert.Equal(histogram.Count, answer["count"]!.GetValue<long>());
        Assert.Equal(
            histogram.Buckets().Select(b => (b.Highest, b.Count)),
            answer["buckets"]!.AsArray().Select(b => (b![0]!.GetValue<long>(), b[1]!.GetValue<long>())));
        var decoded = HistogramText.Decode(HistogramText.Encode(histogram));
        var expected = answer["values"]!.AsArray().Select(v => v!.GetValue<long>()).ToArray();
        // At 0 % theirs gives the bucket's lower end.
        Assert.Equal(expected[1..], decoded.Quantiles([.. percentiles[1..].Select(p => p / 100)]));
    }

    [NodeFact(Package)]
    public async Task Our_percentile_distribution_is_the_one_HdrHistogram_prints()
    {
        var histogram = Recorded();

        var answer = await DecodedByJs(histogram, []);

        var decoded = HistogramText.Decode(HistogramText.Encode(histogram));
        Assert.Equal(answer["hgrm"]!.GetValue<string>(), HgrmText.Of(decoded, HgrmText.Milliseconds));
    }

    [NodeFact(Package)]
    public async Task We_read_what_HdrHistogram_wrote()
    {
        var histogram = Recorded();

        var text = await EncodedByJs(histogram, digits: 3, lowest: 1, highest: LatencyHistogram.HighestTrackable);

        Assert.Equal(histogram.Buckets(), HistogramText.Decode(text).Buckets());
    }

    [NodeFact(Package)]
    public async Task We_read_a_coarser_layout_within_its_own_precision()
    {
        var histogram = Recorded();

        var text = await EncodedByJs(histogram, digits: 2, lowest: 1_000, highest: 3_600_000_000_000);

        var decoded = HistogramText.Decode(text);
        Assert.Equal(histogram.Count, decoded.Count);
        double[] quantiles = [0.5, 0.9, 0.99, 0.999];
        Assert.All(
            quantiles.Select(q => (Ours: histogram.ValueAtQuantile(q), Theirs: decoded.ValueAtQuantile(q))),
            pair => Assert.Equal(pair.Ours, pair.Theirs, (pair.Ours * 0.008) + 1_000));
    }

    [ModuleFact("zlib", "python3")]
    public async Task Zlib_of_Python_accepts_our_text_of_a_million_values_with_its_checksum_and_holds_every_count()
    {
        var histogram = LatencyHistogramTests.Of(LatencyHistogramTests.LongTailed(1_000_000, seed: 22));

        var answer = await ForeignPython.AskAsync("histogram.py", new JsonObject { ["text"] = HistogramText.Encode(histogram) });

        Assert.Equal(1_000_000, answer["count"]!.GetValue<long>());
        Assert.Equal(
            histogram.Buckets().Where(b => b.Count > 0).Select(b => b.Count),
            answer["counts"]!.AsArray().Select(b => b![1]!.GetValue<long>()));
    }

    private static LatencyHistogram Recorded()
    {
        var tail = LatencyHistogramTests.LongTailed(20_000, seed: 21);
        var histogram = LatencyHistogramTests.Of([0, 1, LatencyHistogram.HighestTrackable, .. tail]);
        histogram.Record(55_555, 100_000);
        return histogram;
    }

    private static Task<JsonObject> DecodedByJs(LatencyHistogram histogram, double[] percentiles) =>
        ForeignNode.AskAsync(Script, new JsonObject
        {
            ["decode"] = HistogramText.Encode(histogram),
            ["percentiles"] = new JsonArray([.. percentiles.Select(p => JsonValue.Create(p))]),
            ["unit"] = HgrmText.Milliseconds,
        });

    private static async Task<string> EncodedByJs(LatencyHistogram histogram, int digits, long lowest, long highest)
    {
        var counts = histogram.Buckets().Select(b => new JsonArray(Math.Min(b.Lowest, highest), b.Count));
        var answer = await ForeignNode.AskAsync(Script, new JsonObject
        {
            ["encode"] = new JsonArray([.. counts]),
            ["digits"] = digits,
            ["lowest"] = lowest,
            ["highest"] = highest,
        });
        return answer["text"]!.GetValue<string>();
    }
}
