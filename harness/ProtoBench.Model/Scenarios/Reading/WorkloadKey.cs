namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>A key that only some kinds of workload have. Kinds that share one name the same object.</summary>
internal abstract class WorkloadKey
{
    public abstract Key Key { get; }

    /// <summary>
    /// Does it say how large something is? Such keys stand before those that spread it over connections, the others behind.
    /// </summary>
    public required bool IsSize { get; init; }

    /// <summary>The workload with the key's value, or as it was where the key is absent.</summary>
    public abstract Workload Apply(Workload workload, MappingReader reader);
}

/// <inheritdoc/>
/// <param name="key">Name, shape and meaning.</param>
/// <param name="apply">Puts the value into a workload.</param>
internal sealed class WorkloadKey<T>(KeyOf<T> key, Func<Workload, T, Workload> apply) : WorkloadKey
    where T : struct
{
    public override Key Key => key;

    public override Workload Apply(Workload workload, MappingReader reader) =>
        reader.TryGet(key, out var value) ? apply(workload, value) : workload;
}
