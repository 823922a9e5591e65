using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Every protocol exchanges what was asked for, whole and unmixed.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ExchangeConformanceTests
{
    private static readonly int[] Sizes = [0, 1, 1_000, (64 * 1024) + 1, 1024 * 1024];

    [ConformanceTheory]
    public async Task Every_size_of_request_and_response_is_exchanged_whole(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        foreach (var requestBytes in SizesOf(variant))
        {
            var request = Payload.Create(requestBytes);
            foreach (var responseBytes in SizesOf(variant))
            {
                await connection.ExchangeAsync(request, responseBytes, Limits.Token()).Limited();
            }
        }
    }

    [ConformanceTheory(Requires = Requirement.Reliable)]
    public async Task The_largest_message_is_exchanged_in_both_directions(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var largest = variant.Traits.MaximumMessageBytes;

        using var limit = new CancellationTokenSource(variant.Patience);
        await connection.ExchangeAsync(Payload.Create(largest), largest, limit.Token);
    }

    [ConformanceTheory]
    public async Task Larger_messages_than_the_protocol_carries_are_refused_and_harm_nothing(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var tooMuch = variant.Traits.MaximumMessageBytes + 1;

        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => connection.ExchangeAsync(new byte[tooMuch], 1, Limits.Token()).Limited());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, tooMuch, Limits.Token()).Limited());
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(
            () => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, -1, Limits.Token()).Limited());

        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ConformanceTheory]
    public async Task A_hundred_exchanges_follow_each_other_on_one_connection(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        for (var i = 0; i < 100; i++)
        {
            await connection.ExchangeAsync(Payload.Create(i * 7 % 64), i * 11 % 300, Limits.Token()).Limited();
        }
    }

    [ConformanceTheory]
    public async Task Connections_do_not_disturb_each_other(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(async index =>
        {
            await using var connection = await conversation.ConnectAsync();
            for (var i = 0; i < 20; i++)
            {
                await connection.ExchangeAsync(Payload.Create(index), 1 + (index * 1_000), Limits.Token()).Limited();
            }
        })).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Multiplexed)]
    public async Task Overlapping_exchanges_of_different_sizes_are_not_mixed_up(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        // Large and small alternate, so that small responses overtake large ones.
        var exchanges = Enumerable.Range(0, 32).Select(i => connection.ExchangeAsync(
            Payload.Create(i * 31), i % 2 == 0 ? 30_000 + i : i, Limits.Token()).Limited());

        await Task.WhenAll(exchanges);
    }

    [ConformanceTheory]
    public async Task Wrong_content_is_noticed_when_it_is_verified(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var wrong = Payload.Create(1_000);
        wrong[999] ^= 1;

        var error = await Record.ExceptionAsync(() => connection.ExchangeAsync(wrong, 1, Limits.Token()).Limited());

        Assert.True(Failures.IsBroken(error) || error is BadResponseException, $"{error}");
    }

    [ConformanceTheory]
    public async Task Content_is_not_looked_at_unless_it_is_verified(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant, settings => settings with { VerifyContent = false });
        await using var connection = await conversation.ConnectAsync();

        await connection.ExchangeAsync(new byte[1_000], 1_000, Limits.Token()).Limited();
    }

    private static IEnumerable<int> SizesOf(ProtocolVariant variant) =>
        Sizes.Select(size => Math.Min(size, variant.Traits.MaximumMessageBytes)).Distinct();
}
