using System.Diagnostics;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Every server does the work that an exchange is said to cost.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ServerWorkConformanceTests
{
    [ConformanceTheory]
    public async Task A_server_works_for_as_long_as_asked_before_it_answers(ProtocolVariant variant)
    {
        var work = TimeSpan.FromMilliseconds(30);
        await using var conversation = await Conversation.StartAsync(variant, settings => settings with { ServerWork = work });
        await using var connection = await conversation.ConnectAsync();
        var watch = Stopwatch.StartNew();

        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();

        Assert.True(watch.Elapsed >= work, $"the answer came after {watch.Elapsed.TotalMilliseconds:0.0} ms");
    }
}
