using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>Tests that start processes and measure: they run alone, after the others, because two of them at once would disturb each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
