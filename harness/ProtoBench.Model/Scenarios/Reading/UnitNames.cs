namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Units as other programs and people write them, with the ones of this format that they may mean.</summary>
internal static class UnitNames
{
    private static readonly Dictionary<string, string[]> Others = new(StringComparer.OrdinalIgnoreCase)
    {
        ["k"] = ["kB", "KiB", "k/s"],
        ["m"] = ["MB", "MiB", "min"],
        ["byte"] = ["B"],
        ["bytes"] = ["B"],
        ["sec"] = ["s"],
        ["secs"] = ["s"],
        ["second"] = ["s"],
        ["seconds"] = ["s"],
        ["mins"] = ["min"],
        ["minute"] = ["min"],
        ["minutes"] = ["min"],
        ["msec"] = ["ms"],
        ["millis"] = ["ms"],
        ["milliseconds"] = ["ms"],
        ["usec"] = ["us"],
        ["µs"] = ["us"],
        ["μs"] = ["us"],
        ["microseconds"] = ["us"],
        ["rps"] = ["/s"],
        ["qps"] = ["/s"],
        ["req/s"] = ["/s"],
        ["/sec"] = ["/s"],
        ["per second"] = ["/s"],
        ["krps"] = ["k/s"],
        ["bps"] = ["bit/s"],
        ["kbps"] = ["kbit/s"],
        ["mbps"] = ["Mbit/s"],
        ["gbps"] = ["Gbit/s"],
        ["percent"] = ["%"],
    };

    /// <summary>Symbols; empty for text that is no such name.</summary>
    public static IReadOnlyList<string> Of(string written) => Others.GetValueOrDefault(written.Trim(), []);
}
