namespace ProtoBench.Model.Measurements;

/// <summary>How the warm-up ended.</summary>
/// <param name="Seconds">How long it took.</param>
/// <param name="Steady">False when its maximum ended it before the rate was steady.</param>
public sealed record WarmUpOutcome(double Seconds, bool Steady)
{
    /// <summary>How the note of a trial that was not steady begins. Reports count such trials in one line.</summary>
    internal const string NotSteady = "the rate was not steady after";
}
