using Xunit;

namespace ProtoBench.Tests.History;

/// <summary>A test that needs Debian's postgresql.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PostgresFactAttribute : FactAttribute
{
    public PostgresFactAttribute() => Skip = PostgresServer.MissingFor();
}
