using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>The same as <see cref="RootlessFactAttribute"/>, with cases.</summary>
internal sealed class RootlessTheoryAttribute : TheoryAttribute
{
    public RootlessTheoryAttribute() => Skip = RootlessFactAttribute.Reason;
}
