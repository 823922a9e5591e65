namespace ProtoBench.Trials.Doctor;

public enum FindingSeverity
{
    Ok,

    /// <summary>Results will be noisier or a comparison narrower; everything still runs.</summary>
    Warning,

    /// <summary>Trials cannot run.</summary>
    Error,
}
