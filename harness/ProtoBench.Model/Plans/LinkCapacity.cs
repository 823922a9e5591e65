namespace ProtoBench.Model.Plans;

/// <summary>What a link carries, as a plan is compared with it.</summary>
/// <param name="UpBitsPerSecond">Client to server; infinity without a limit.</param>
/// <param name="UpOverheadBytes">What each packet occupies besides itself.</param>
/// <param name="DownBitsPerSecond">Server to client.</param>
/// <param name="DownOverheadBytes">As above.</param>
public sealed record LinkCapacity(double UpBitsPerSecond, int UpOverheadBytes, double DownBitsPerSecond, int DownOverheadBytes);
