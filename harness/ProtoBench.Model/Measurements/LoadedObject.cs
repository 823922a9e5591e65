namespace ProtoBench.Model.Measurements;

/// <summary>One object of a set that was loaded together, in microseconds since the set was begun.</summary>
/// <param name="Bytes">Its size.</param>
/// <param name="Start">When it was asked for.</param>
/// <param name="FirstByte">When its first byte was there; at <paramref name="End"/> where nobody tells.</param>
/// <param name="End">When its last byte was.</param>
public sealed record LoadedObject(int Bytes, double Start, double FirstByte, double End);
