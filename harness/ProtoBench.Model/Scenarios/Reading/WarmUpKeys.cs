namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>The warm-up, written as one duration or as a mapping.</summary>
internal static class WarmUpKeys
{
    private static readonly QuantityShape<TimeSpan> Length = Shapes.Duration(0, 600, "0 s to 10 min");

    private static readonly KeyOf<TimeSpan> Minimum = new("min", Length, "Warm up at least this long, 0 s to 10 min. Default 200 ms.");

    private static readonly KeyOf<TimeSpan> Maximum = new(
        "max", Length, "Measure after this long even when the rate has not become steady, 0 s to 10 min. Default 3 s.");

    private static readonly MappingShape<WarmUp> Mapping = new("a warm-up", [Minimum, Maximum], Build);

    public static EitherShape<WarmUp> Shape { get; } = new(
        new ConvertedShape<TimeSpan, WarmUp>(Length, length => new WarmUp { Minimum = length, Maximum = length }), Mapping);

    private static WarmUp Build(MappingReader reader)
    {
        var fallback = new WarmUp();
        var warmUp = new WarmUp { Minimum = reader.Get(Minimum, fallback.Minimum), Maximum = reader.Get(Maximum, fallback.Maximum) };
        if (warmUp.Minimum > warmUp.Maximum)
        {
            reader.Report(
                reader.Has(Maximum) ? Maximum : Minimum,
                ScenarioErrorCodes.OutOfRange,
                $"the warm-up's 'max' ({Milliseconds(warmUp.Maximum)}) is shorter than its 'min' ({Milliseconds(warmUp.Minimum)})",
                "set both, or write one duration: warm-up: 1 s");
        }

        return warmUp;
    }

    private static string Milliseconds(TimeSpan duration) => $"{duration.TotalMilliseconds:0.###} ms";
}
