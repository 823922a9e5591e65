using ProtoBench.Model.Results;

namespace ProtoBench.Reports.Exports;

/// <summary>A form that other programs read runs in.</summary>
/// <param name="Name">What <c>--format</c> takes.</param>
/// <param name="Description">One line for <c>--help</c>.</param>
/// <param name="Render">A pure function: the same run gives the same text.</param>
internal sealed record ExportFormat(string Name, string Description, Func<RunResult, string> Render);
