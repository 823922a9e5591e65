namespace ProtoBench.Links;

/// <summary>One step of building a link, as tried here.</summary>
/// <param name="Name">What was tried.</param>
/// <param name="Works">Whether it did.</param>
/// <param name="Needed">False when a link can be built without it.</param>
/// <param name="Detail">What happened, and what it means.</param>
/// <param name="Remedy">How to enable it; empty when it works.</param>
public sealed record PreflightStep(string Name, bool Works, bool Needed, string Detail, string Remedy = "");
