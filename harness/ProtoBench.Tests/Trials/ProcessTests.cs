using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>
/// Tests that start processes and judge what they measure: one by one, after the others, because two of them at once would disturb each
/// other. Their lane is <see cref="Lane.Alone"/>, or one of those whose times are not the machine's and that run beside each other:
/// <see cref="Lane.Hosts"/>, <see cref="Lane.Links"/> and <see cref="Lane.Programs"/>.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class ProcessTests
{
    public const string Name = "processes";
}
