namespace ProtoBench.Commands;

/// <summary>A figure over trials.</summary>
/// <param name="Centre">Centre of the trials' values.</param>
/// <param name="Low">Lower end of the 95 % interval; absent with a single trial.</param>
/// <param name="High">Its upper end.</param>
public sealed record FigureDocument(double Centre, double? Low, double? High);
