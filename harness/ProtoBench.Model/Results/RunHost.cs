using System.Text.Json.Serialization;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Results;

/// <summary>One of the other machines that sides of a run ran on, as it said itself before the first trial.</summary>
/// <param name="Name">As the launcher knows it.</param>
/// <param name="Role">What ran there: <c>server</c>, <c>client</c>, <c>client 2</c>, <c>server and client</c>.</param>
/// <param name="Fingerprint">Of that machine; its runtime settings are those of the run, and not told by it.</param>
/// <param name="Before">What else it did before the run; null: it did not tell.</param>
public sealed record RunHost(
    string Name,
    string Role,
    Fingerprint Fingerprint,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] MachineState? Before = null);
