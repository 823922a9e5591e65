namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>Why bytes are no text.</summary>
/// <param name="Line">From 1.</param>
/// <param name="Column">From 1, in UTF-16 code units.</param>
/// <param name="Message">Without a full stop.</param>
/// <param name="Remedy">What to do about it.</param>
internal sealed record TextFault(int Line, int Column, string Message, string Remedy);
