namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>As <see cref="ProgramFactAttribute"/>, with cases.</summary>
public sealed class ProgramTheoryAttribute : TheoryAttribute
{
    public ProgramTheoryAttribute(params string[] programs) => Skip = new ProgramFactAttribute(programs).Skip;
}
