namespace ProtoBench.Load.Kinds;

/// <summary>A way that the payload of a bulk transfer goes.</summary>
/// <param name="ToClient">From the server to the client, and not back?</param>
/// <param name="Figure">Key of the figure that says how much goes this way; null: whatever moves does.</param>
internal sealed record PayloadWay(bool ToClient, string? Figure = null);
