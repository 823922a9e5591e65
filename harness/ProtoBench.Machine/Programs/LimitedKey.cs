namespace ProtoBench.Machine.Programs;

/// <summary>
/// What a side does not do that was started through the gate of a limited ssh key: whoever has such a key may measure, and neither start
/// programs of theirs nor write files.
/// </summary>
public static class LimitedKey
{
    /// <summary>Set by the gate.</summary>
    public const string Variable = "PROTOBENCH_LIMITED";

    /// <summary>Refuses it where the side was started so.</summary>
    /// <param name="asked">Was it asked for?</param>
    /// <param name="what">End of the sentence, such as <c>starts no programs</c>.</param>
    /// <exception cref="ProgramException">It was asked for, and may not be.</exception>
    public static void Refuse(bool asked, string what)
    {
        if (asked && Environment.GetEnvironmentVariable(Variable) is { Length: > 0 })
        {
            throw new ProgramException($"the ssh key of this host {what}");
        }
    }
}
