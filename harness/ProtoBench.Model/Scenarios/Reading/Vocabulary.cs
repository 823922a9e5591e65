namespace ProtoBench.Model.Scenarios.Reading;

/// <summary>
/// The names that a file may refer to and that its format alone does not know. Readers of YAML pass it on and look at nothing in it; the
/// shapes of a format that refers to something know what theirs is.
/// </summary>
public record Vocabulary
{
    /// <summary>For formats that refer to none.</summary>
    public static Vocabulary None { get; } = new();
}
