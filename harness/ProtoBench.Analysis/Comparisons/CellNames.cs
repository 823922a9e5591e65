using ProtoBench.Model.Plans;

namespace ProtoBench.Analysis.Comparisons;

/// <summary>
/// Names cells by what tells them apart: with one workload and one load, <c>tcp</c> says as much as <c>echo/tcp/loopback/closed-1</c>.
/// </summary>
internal static class CellNames
{
    private static readonly Func<Cell, string>[] Parts =
        [cell => cell.Workload.Name, cell => cell.Arm.Label, cell => cell.Crosses, cell => cell.Load.Name];

    /// <returns>A name for each cell id.</returns>
    public static IReadOnlyDictionary<string, string> Of(IEnumerable<Cell> cells)
    {
        var all = cells.DistinctBy(cell => cell.Id).ToList();
        var telling = Parts.Where(part => all.Select(part).Distinct(StringComparer.Ordinal).Count() > 1).ToList();
        return all.ToDictionary(
            cell => cell.Id,
            cell => telling.Count == 0 ? cell.Arm.Label : string.Join(", ", telling.Select(part => part(cell))));
    }
}
