using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Page;

/// <summary>Pages by name, and what is computed of any. Pure.</summary>
internal static class PageMixes
{
    /// <summary>
    /// The mixes a scenario can name. <c>median</c> is close to the median page of the HTTP Archive (Web Almanac 2024, page weight): 8
    /// style sheets, 23 scripts, 4 fonts and 18 images of together about 1.9 MB. <c>small</c> is a page of 24 icons.
    /// </summary>
    public static IReadOnlyDictionary<string, IReadOnlyList<ObjectCount>> All { get; } =
        new Dictionary<string, IReadOnlyList<ObjectCount>>
        {
            ["median"] = [new(8, 10_000), new(23, 27_000), new(4, 33_000), new(18, 58_000)],
            ["small"] = [new(24, 4_000)],
        };

    public static IReadOnlyList<ObjectCount> Default => All["median"];

    /// <summary>Every object's size in the order in which it is asked for, the document first where there is one.</summary>
    public static IReadOnlyList<int> Sizes(Workload workload) =>
    [
        .. workload.DocumentBytes is { } document ? (int[])[document] : [],
        .. (workload.LoadedObjects ?? Default).SelectMany(one => Enumerable.Repeat(one.Bytes, one.Count)),
    ];

    /// <summary>
    /// Round trips of a page of objects that take one each, on warm connections: one for the document, then ⌈N ÷ at once⌉ for the others.
    /// Null where an object is larger than the first flight of a connection, which is the least that a warm one carries.
    /// </summary>
    /// <param name="sizes">Of the objects, the document included.</param>
    /// <param name="document">Is the first one loaded before the others?</param>
    /// <param name="atOnce">Objects under way at once: as many as connections, or where they share one, all.</param>
    /// <param name="flightBytes">What a connection carries in a round trip.</param>
    public static int? RoundTrips(IReadOnlyList<int> sizes, bool document, int atOnce, int flightBytes) =>
        sizes.Any(size => size > flightBytes) ? null
            : (document ? 1 : 0) + ((sizes.Count - (document ? 1 : 0) + atOnce - 1) / atOnce);
}
