using System.Net;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Servers and connections end when they are told to, and free what they held.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class LifetimeConformanceTests
{
    [ConformanceTheory]
    public async Task Exchanges_fail_promptly_when_the_server_is_disposed_under_way(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(
            variant, settings => settings with { BlockingTimeout = TimeSpan.FromSeconds(1) });
        await using var connection = await conversation.ConnectAsync();
        var exchanged = 0;
        var exchanging = Limits.Apart(async () =>
        {
            while (true)
            {
                await ExchangeOrLoseAsync(variant, connection);
                Interlocked.Increment(ref exchanged);
            }
        });
        await Limits.Until(() => Volatile.Read(ref exchanged) > 10, "exchanges are under way");

        await conversation.Server.DisposeAsync().Limited();

        var error = await Record.ExceptionAsync(() => exchanging.Limited());
        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    [ConformanceTheory]
    public async Task The_end_point_is_free_again_once_the_server_is_disposed(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        await conversation.Server.DisposeAsync().Limited();

        await using var next = await variant.Protocol.ListenAsync(
            variant.ListenSettings() with { EndPoint = conversation.Server.EndPoint }, Limits.Token()).Limited();
        await using var nextConnection = await conversation.ConnectAsync();

        await nextConnection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Reliable)]
    public async Task A_connection_does_not_move_to_the_next_server_at_its_address(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        await conversation.Server.DisposeAsync().Limited();
        await using var next = await variant.Protocol.ListenAsync(
            variant.ListenSettings() with { EndPoint = conversation.Server.EndPoint }, Limits.Token()).Limited();

        var error = await Record.ExceptionAsync(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited());

        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    [ConformanceTheory]
    public async Task A_taken_end_point_is_refused_by_name(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        var settings = variant.ListenSettings() with { EndPoint = conversation.Server.EndPoint };

        var error = await Assert.ThrowsAnyAsync<IOException>(
            () => variant.Protocol.ListenAsync(settings, Limits.Token()).Limited());

        Assert.Contains(NameOf(settings.EndPoint), error.Message, StringComparison.Ordinal);
        await using var connection = await conversation.ConnectAsync();
        await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    [ConformanceTheory]
    public async Task Servers_and_connections_may_be_disposed_twice(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        var connection = await conversation.ConnectAsync();

        await connection.DisposeAsync().Limited();
        await connection.DisposeAsync().Limited();
        await conversation.Server.DisposeAsync().Limited();
        await conversation.Server.DisposeAsync().Limited();
    }

    [ConformanceTheory]
    public async Task A_server_outlives_connections_that_end_without_a_word(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        for (var i = 0; i < 5; i++)
        {
            await using var connection = await conversation.ConnectAsync();
            await connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
        }

        await using var last = await conversation.ConnectAsync();
        await last.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).Limited();
    }

    // The datagrams that are under way when their server goes are lost; the next one finds the port closed.
    private static async Task ExchangeOrLoseAsync(ProtocolVariant variant, IProtocolConnection connection)
    {
        using var limit = new CancellationTokenSource(variant.Traits.Datagram ? TimeSpan.FromSeconds(1) : Limits.Wait);
        try
        {
            await connection.ExchangeAsync(Payload.Create(10), 20_000, limit.Token);
        }
        catch (Exception error) when (variant.Traits.Datagram && error is OperationCanceledException or TimeoutException)
        {
            // Lost.
        }
    }

    private static string NameOf(EndPoint endPoint) => endPoint is IPEndPoint ip ? $"{ip.Port}" : $"{endPoint}";
}
