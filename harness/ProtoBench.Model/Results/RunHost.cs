namespace ProtoBench.Model.Results;

/// <summary>One of the other machines that sides of a run ran on, as it said itself before the first trial.</summary>
/// <param name="Name">As the launcher knows it.</param>
/// <param name="Role">What ran there: <c>server</c>, <c>client</c>, <c>client 2</c>, <c>server and client</c>.</param>
/// <param name="Fingerprint">Of that machine; its runtime settings are those of the run, and not told by it.</param>
public sealed record RunHost(string Name, string Role, Fingerprint Fingerprint);
