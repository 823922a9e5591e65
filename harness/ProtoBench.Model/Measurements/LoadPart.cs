using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// One part of a window whose rate changes over time: a step, or a tenth. Response times are those of the arrivals that were due in it, in
/// microseconds; percentiles are exact to 3 %, and null with fewer than ten exchanges beyond them.
/// </summary>
/// <param name="From">Its begin, in seconds from the window's start.</param>
/// <param name="To">Its end.</param>
/// <param name="Offered">Arrivals per second that were due in it.</param>
/// <param name="Achieved">Exchanges per second that were due in the window and completed in this part.</param>
/// <param name="P50">Median.</param>
/// <param name="P99">99th percentile.</param>
/// <param name="Maximum">The longest, exact.</param>
public sealed record LoadPart(
    double From,
    double To,
    double Offered,
    double Achieved,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P50,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] double? P99,
    double Maximum);
