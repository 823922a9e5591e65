using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>The same as <see cref="LinkFactAttribute"/>, with cases.</summary>
internal sealed class LinkTheoryAttribute : TheoryAttribute
{
    public LinkTheoryAttribute() => Skip = LinkFactAttribute.Reason;
}
