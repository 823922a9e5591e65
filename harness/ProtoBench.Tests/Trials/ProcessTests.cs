using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>
/// Tests that start processes and judge what they measure: they run alone, after the others, because two of them at once would disturb each
/// other. Their lane is <see cref="Lane.Alone"/>.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
