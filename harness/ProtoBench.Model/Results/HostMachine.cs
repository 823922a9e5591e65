using ProtoBench.Model.Measurements;

namespace ProtoBench.Model.Results;

/// <summary>What else a host did while a trial was measured, as the trial's sides there saw it.</summary>
/// <param name="Host">As the launcher knows it.</param>
/// <param name="State">Of the processors that the sides there may run on; of several sides, what the busiest had beside it.</param>
/// <param name="Awake">Were its processors kept awake?</param>
public sealed record HostMachine(string Host, MachineState State, bool Awake);
