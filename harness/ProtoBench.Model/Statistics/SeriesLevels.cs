namespace ProtoBench.Model.Statistics;

/// <summary>What <see cref="LevelChanges"/> finds in a series, oldest first.</summary>
/// <param name="Changes">Where the level changed for good.</param>
/// <param name="Incidents">Where it left for a few points and came back.</param>
/// <param name="IsRestless">It leaves its level so often that five points in a row elsewhere may be chance.</param>
internal sealed record SeriesLevels(IReadOnlyList<ChangePoint> Changes, IReadOnlyList<Incident> Incidents, bool IsRestless);
