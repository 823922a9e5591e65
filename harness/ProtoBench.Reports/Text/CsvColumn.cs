using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Text;

/// <summary>A column of results.csv.</summary>
/// <param name="Name">With its unit, for example <c>response_p99_us</c>.</param>
/// <param name="Read">Its value; null is an empty field. The cell is null when the plan does not have it.</param>
internal sealed record CsvColumn(string Name, Func<Cell?, TrialResult, object?> Read);
