namespace ProtoBench.Reports.Explanations;

/// <summary>How much of a difference its evidence accounts for.</summary>
public enum ExplanationOutcome
{
    /// <summary>At least 60 %.</summary>
    Explained,

    /// <summary>30 % to 60 %.</summary>
    InPart,

    /// <summary>Less, or no rule applies.</summary>
    NotExplained,
}
