namespace ProtoBench.Model.Scenarios.Requests;

/// <summary>A file with a body as it was when the scenario was read. Whoever sends it checks that it still is.</summary>
/// <param name="Path">Absolute. No part of what the scenario means.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">Of its bytes, in lower-case hexadecimal digits.</param>
public sealed record BodyFileContent(string? Path, int Bytes, string Sha256);
