using ProtoBench.Tests.Links;
using Xunit;

namespace ProtoBench.Tests.Load;

/// <summary>Cases that take longer together than all others: they run where the environment asks for them, and say so elsewhere.</summary>
internal sealed class EveryCellTheoryAttribute : TheoryAttribute
{
    private const string Asked = "PROTOBENCH_EVERY_CELL";

    public EveryCellTheoryAttribute() =>
        Skip = Environment.GetEnvironmentVariable(Asked) is null
            ? $"takes a minute a kind; {Asked}=1 runs it"
            : LinkFactAttribute.Reason;
}
