using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>A caller that gives up, and a peer that is lost, end an exchange at once and harm nothing else.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CancellationConformanceTests
{
    [ConformanceTheory(Requires = Requirement.Asynchronous)]
    public async Task A_cancelled_exchange_ends_and_leaves_other_connections_usable(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, relayed: true);
        await using var connection = await conversation.ConnectAsync();
        await CancelUnderWayAsync(conversation, connection);

        await using var other =
            await conversation.ConnectAsync(conversation.ConnectSettings with { EndPoint = conversation.Server.EndPoint });
        await other.ExchangeAsync(Payload.Create(100), 100, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Asynchronous | Requirement.Multiplexed)]
    public async Task Cancelling_one_exchange_leaves_the_others_on_its_connection_alone(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        for (var i = 0; i < 20; i++)
        {
            using var giveUp = new CancellationTokenSource();
            var cancelled = connection.ExchangeAsync(
                Payload.Create(1_000), variant.Traits.MaximumMessageBytes, giveUp.Token).AsTask();
            var other = connection.ExchangeAsync(Payload.Create(10), 10_000, Limits.Token()).AsTask();
            await giveUp.CancelAsync();

            var error = await Record.ExceptionAsync(() => cancelled.Limited());
            Assert.True(error is null or OperationCanceledException, $"{error}");
            await other.Limited();
        }

        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ConformanceTheory]
    public async Task An_exchange_that_is_cancelled_beforehand_does_not_start(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => connection.ExchangeAsync(Payload.Create(10), 10, new CancellationToken(canceled: true)).Limited());
    }

    [ConformanceTheory(Requires = Requirement.Blocking)]
    public async Task A_blocking_exchange_ends_when_its_limit_is_over(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(
            variant, settings => settings with { BlockingTimeout = TimeSpan.FromSeconds(5) }, relayed: true);
        await using var connection = await conversation.ConnectAsync();
        var blocking = Assert.IsAssignableFrom<IBlockingConnection>(connection);
        await Limits.Apart(() => blocking.Exchange(Payload.Create(10), 10));

        conversation.Relay!.HoldResponses();

        await Assert.ThrowsAsync<TimeoutException>(() => Limits.Apart(() => blocking.Exchange(Payload.Create(10), 10)));
    }

    [ConformanceTheory(Requires = Requirement.Blocking)]
    public async Task A_blocking_exchange_ends_when_its_connection_is_disposed_on_another_thread(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, relayed: true);
        var connection = await conversation.ConnectAsync();
        var blocking = Assert.IsAssignableFrom<IBlockingConnection>(connection);
        conversation.Relay!.HoldResponses();
        var exchanging = Limits.Apart(() => blocking.Exchange(Payload.Create(10), 10));
        await Limits.Until(() => conversation.Relay.HasHeldSomething, "the server answered");

        await Limits.Apart(() => connection.DisposeAsync().AsTask());

        var error = await Record.ExceptionAsync(() => exchanging);
        Assert.True(Failures.IsBroken(error), $"{error}");
        error = Record.Exception(() => blocking.Exchange(Payload.Create(10), 10));
        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    [ConformanceTheory(Requires = Requirement.Blocking)]
    public async Task A_blocking_connection_exchanges_every_size(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var blocking = Assert.IsAssignableFrom<IBlockingConnection>(connection);
        await Limits.Apart(() =>
        {
            foreach (var size in new[] { 0, 1, 1_000, 65_537, 1024 * 1024 }
                .Select(size => Math.Min(size, variant.Traits.MaximumMessageBytes)))
            {
                blocking.Exchange(Payload.Create(size), size);
            }
        }).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Asynchronous)]
    public async Task Only_blocking_connections_offer_blocking_calls(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        Assert.IsNotAssignableFrom<IBlockingConnection>(connection);
    }

    private static async Task CancelUnderWayAsync(Conversation conversation, IProtocolConnection connection)
    {
        conversation.Relay!.HoldResponses();
        using var giveUp = new CancellationTokenSource();
        var exchange = connection.ExchangeAsync(Payload.Create(100), 100, giveUp.Token).AsTask();
        await Limits.Until(() => conversation.Relay.HasHeldSomething, "the server answered");
        Assert.False(exchange.IsCompleted);

        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => exchange.Limited());
    }
}
