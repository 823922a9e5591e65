using ProtoBench.Model.Text;

namespace ProtoBench.Model.Scenarios.Objectives;

/// <summary>A figure that an absolute limit can be set for.</summary>
/// <param name="Key">Its name in scenarios, policies and exports.</param>
/// <param name="Quantity">The unit of its limit.</param>
/// <param name="LowerIsBetter">Is the limit the most it may be? Otherwise the least.</param>
/// <param name="Meaning">For editors and the documentation.</param>
internal sealed record ObjectiveMetric(string Key, Quantity Quantity, bool LowerIsBetter, string Meaning)
{
    /// <summary>Do workloads have it that are about exchanges (true), about payload that flows (false), or all (null)?</summary>
    public bool? OfExchanges { get; init; }

    /// <summary>Is it a part of all exchanges, streams or datagrams, and so counted and not measured?</summary>
    public bool IsShare => Quantity is Quantity.Share;

    /// <summary>The limit in words, such as <c>p99 ≤ 5 ms</c>.</summary>
    public string Text(double limit) => $"{Key} {(LowerIsBetter ? "≤" : "≥")} {NumberText.Tick(limit, Quantity)}";

    /// <summary>Does a value keep the limit?</summary>
    public bool Keeps(double value, double limit) => LowerIsBetter ? value <= limit : value >= limit;
}
