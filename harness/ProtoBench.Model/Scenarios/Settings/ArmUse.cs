using ProtoBench.Contract;

namespace ProtoBench.Model.Scenarios.Settings;

/// <summary>An arm that is about to run here.</summary>
/// <param name="Arm">With its settings.</param>
/// <param name="Traits">Of its protocol.</param>
/// <param name="AllowsCongestionControl">Will the kernel let this process use the congestion control of that name? Asks the kernel.</param>
internal sealed record ArmUse(Arm Arm, ProtocolTraits Traits, Func<string, bool> AllowsCongestionControl);
