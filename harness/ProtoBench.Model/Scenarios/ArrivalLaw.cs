namespace ProtoBench.Model.Scenarios;

public enum ArrivalLaw
{
    /// <summary>Equal gaps.</summary>
    Constant,

    /// <summary>Exponential gaps, as independent users produce.</summary>
    Poisson,
}
