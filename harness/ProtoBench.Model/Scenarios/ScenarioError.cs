namespace ProtoBench.Model.Scenarios;

/// <summary>One thing wrong with a scenario, with its place and the way out.</summary>
/// <param name="Source">The file's name, or the option that brought the text, such as <c>--set trials=x</c>.</param>
/// <param name="Line">From 1; 0 when there is no place in the file to show.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Length">Code units to underline, at least 1.</param>
/// <param name="Code">A code of <see cref="ScenarioErrorCodes"/>.</param>
/// <param name="Message">What is wrong, without a full stop.</param>
/// <param name="Hint">What to do about it, or null.</param>
public sealed record ScenarioError(string Source, int Line, int Column, int Length, string Code, string Message, string? Hint = null);
