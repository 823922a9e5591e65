namespace ProtoBench.Model.Results.Pairs;

/// <summary>Everything one <c>protobench ab</c> produced, as read back from its folder.</summary>
public sealed record PairRun
{
    public required PairHeader Header { get; init; }

    public required Fingerprint Fingerprint { get; init; }

    /// <summary>In the order they ran.</summary>
    public required IReadOnlyList<PairResult> Pairs { get; init; }
}
