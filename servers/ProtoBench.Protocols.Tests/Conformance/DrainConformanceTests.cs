using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>A server that is asked to stop while exchanges run, as its protocol lets it.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class DrainConformanceTests
{
    [ConformanceTheory(Requires = Requirement.Drains | Requirement.Lossless)]
    public async Task A_server_that_drains_answers_what_it_has_begun_and_then_nobody(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var exchanged = 0;
        var exchanging = Limits.Apart(() => ExchangeUntilToldAsync(connection, () => Interlocked.Increment(ref exchanged)));
        await Limits.Until(() => Volatile.Read(ref exchanged) > 10, "exchanges are under way");

        var draining = ((IDrainingServer)conversation.Server).DrainAsync(Limits.Token());
        var end = await exchanging;
        await connection.DisposeAsync().Limited();
        await draining.Limited();

        // Where the protocol has words for it, no exchange is left in doubt.
        Assert.True(
            end is null or ConnectionEndedException || (!variant.Meets(Requirement.Announces) && Failures.IsBroken(end)), $"{end}");
        Assert.True(Failures.IsBroken(await Record.ExceptionAsync(conversation.ConnectAsync)));
    }

    /// <summary>
    /// RFC 9112, 9.6; RFC 9113, 6.8; RFC 9114, 5.2: what a server has begun to answer before it said that it ends is served.
    /// </summary>
    [ConformanceTheory(Requires = Requirement.Drains | Requirement.Lossless | Requirement.EventRequests)]
    public async Task A_request_that_runs_when_its_server_drains_is_served(ProtocolVariant variant)
    {
        const int Bytes = 1024 * 1024;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var goOn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ServerApplication application = async (stream, token) =>
        {
            begun.TrySetResult();
            await goOn.Task.WaitAsync(token);
            await stream.SendAsync(Payload.Create(Bytes), token);
        };
        await using var conversation = await Conversation.StartAsync(
            variant, settings => settings with { Applications = new Dictionary<string, ServerApplication> { ["late"] = application } });
        await using var connection = await conversation.ConnectAsync();
        await using var events = await ((IEventRequestConnection)connection)
            .RequestEventsAsync("late", new byte[1], AnswerForm.Whole, Limits.Token()).Limited();
        var receiving = events.ReceiveAsync(Limits.Token()).AsTask();
        await begun.Task.Limited();

        var draining = ((IDrainingServer)conversation.Server).DrainAsync(Limits.Token());
        if (variant.Traits.Multiplexed)
        {
            var noticed = (INoticedConnection)connection;
            await Limits.Until(() => noticed.Notices.Closing is not null || receiving.IsCompleted, "the client is told");
        }

        Assert.False(receiving.IsFaulted, $"{receiving.Exception}");

        Assert.False(draining.IsCompleted);
        goOn.SetResult();
        Assert.Equal(Bytes, (await receiving.Limited())!.Value.Length);
        Assert.Null(await events.ReceiveAsync(Limits.Token()).Limited());
        await connection.DisposeAsync().Limited();
        await draining.Limited();
    }

    [ConformanceTheory(Requires = Requirement.Drains | Requirement.Lossless)]
    public async Task A_connection_that_idles_does_not_hold_up_a_server_longer_than_it_is_let(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        await Limits.Apart(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).AsTask());
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(100));

        var end = await Record.ExceptionAsync(() => ((IDrainingServer)conversation.Server).DrainAsync(limit.Token).Limited());

        Assert.True(end is null or OperationCanceledException, $"{end}");
        await conversation.Server.DisposeAsync().Limited();
        var error = await Record.ExceptionAsync(
            () => Limits.Apart(() => connection.ExchangeAsync(Payload.Create(10), 10, Limits.Token()).AsTask()));
        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    [ConformanceTheory(Requires = Requirement.Drains | Requirement.Lossless)]
    public async Task A_server_without_connections_drains_at_once(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);

        await ((IDrainingServer)conversation.Server).DrainAsync(Limits.Token()).Limited();

        Assert.True(Failures.IsBroken(await Record.ExceptionAsync(conversation.ConnectAsync)));
    }

    /// <summary>Null: the client was told between two exchanges; otherwise what the last one met.</summary>
    private static async Task<Exception?> ExchangeUntilToldAsync(IProtocolConnection connection, Action exchanged)
    {
        try
        {
            while (connection is not INoticedConnection { Notices.Closing: not null })
            {
                await connection.ExchangeAsync(Payload.Create(10), 20_000, Limits.Token());
                exchanged();
            }

            return null;
        }
        catch (IOException error)
        {
            return error;
        }
    }
}
