using ProtoBench.Model.Plans;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>Whoever shows how far a run is. Called from one thread, in the order of the trials.</summary>
internal interface IRunProgress : IDisposable
{
    /// <param name="run">The run with the trials it has already (when resumed).</param>
    /// <param name="folder">Where it is being written.</param>
    void Begin(RunResult run, string folder);

    void TrialStarting(PlannedTrial trial, Cell cell);

    void TrialEnded(Cell cell, TrialResult result);
}
