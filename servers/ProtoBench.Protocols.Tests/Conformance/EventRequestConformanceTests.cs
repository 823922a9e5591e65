using System.Buffers.Binary;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Events as answers of plain requests: whole and in order, in the form that was asked for, every end seen in time.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class EventRequestConformanceTests
{
    private const string Name = "news";

    private static readonly byte[] First = [1, 2, 3];

    private static AnswerForm[] Forms { get; } = Enum.GetValues<AnswerForm>();

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task Events_of_every_size_come_in_order_and_complete(ProtocolVariant variant)
    {
        int[] sizes = [0, 1, 100, 0, 64 * 1024, 1024 * 1024, 3];
        await using var conversation = await StartAsync(variant, async (stream, token) =>
        {
            var first = await stream.ReceiveAsync(token);
            await stream.SendAsync(first!.Value.ToArray(), token);
            foreach (var size in sizes)
            {
                await stream.SendAsync(Payload.Create(size), token);
            }
        });
        await using var connection = await ConnectAsync(conversation);
        foreach (var form in Forms)
        {
            foreach (var first in new[] { [], First, Payload.Create(2048) })
            {
                await using var events = await connection.RequestEventsAsync(Name, first, form, Limits.Token()).Limited();
                Assert.Equal(first, (await events.ReceiveAsync(Limits.Token()).Limited())!.Value.ToArray());
                Assert.Equal(form == AnswerForm.EventStream ? "text/event-stream" : "application/octet-stream", events.Form);
                foreach (var size in sizes)
                {
                    var message = await events.ReceiveAsync(Limits.Token()).AsTask().WaitAsync(variant.Patience);
                    Assert.Equal(size, message?.Length);
                    Payload.Verify(message!.Value.Span);
                }

                Assert.Null(await events.ReceiveAsync(Limits.Token()).Limited());
            }
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task Many_events_keep_their_order(ProtocolVariant variant)
    {
        const int Count = 5_000;
        await using var conversation = await StartAsync(variant, async (stream, token) =>
        {
            var message = new byte[16];
            for (var i = 0; i < Count; i++)
            {
                BinaryPrimitives.WriteInt32LittleEndian(message, i);
                await stream.SendAsync(message, token);
            }
        });
        await using var connection = await ConnectAsync(conversation);
        foreach (var form in Forms)
        {
            using var limit = new CancellationTokenSource(variant.Patience);
            await using var events = await connection.RequestEventsAsync(Name, First, form, limit.Token).Limited();
            for (var i = 0; i < Count; i++)
            {
                Assert.Equal(i, BinaryPrimitives.ReadInt32LittleEndian((await events.ReceiveAsync(limit.Token))!.Value.Span));
            }

            Assert.Null(await events.ReceiveAsync(limit.Token));
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task One_connection_can_ask_again_and_again(ProtocolVariant variant)
    {
        await using var conversation = await StartAsync(variant, async (stream, token) => await stream.SendAsync(First, token));
        await using var connection = await ConnectAsync(conversation);
        for (var i = 0; i < (variant.IsLossy ? 20 : 500); i++)
        {
            await using var events = await connection.RequestEventsAsync(Name, First, AnswerForm.Whole, Limits.Token()).Limited();
            Assert.Equal(First, (await events.ReceiveAsync(Limits.Token()).Limited())!.Value.ToArray());
            Assert.Null(await events.ReceiveAsync(Limits.Token()).Limited());
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task An_event_comes_when_it_is_sent_and_not_when_the_answer_ends(ProtocolVariant variant)
    {
        await using var conversation = await StartAsync(variant, SendOnceAndStayAsync);
        await using var connection = await ConnectAsync(conversation);
        await using var events = await connection.RequestEventsAsync(Name, First, AnswerForm.EventStream, Limits.Token()).Limited();
        Assert.Equal(First, (await events.ReceiveAsync(Limits.Token()).Limited())!.Value.ToArray());
        await events.DisposeAsync().Limited();
        await using var next = await conversation.ConnectAsync();
        await next.ExchangeAsync(Payload.Create(10), 20, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task A_server_that_goes_away_in_the_middle_ends_its_client_in_time(ProtocolVariant variant)
    {
        foreach (var form in Forms)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var conversation = await StartAsync(variant, async (stream, token) =>
            {
                begun.TrySetResult();
                await SendOnceAndStayAsync(stream, token);
            });
            await using var connection = await ConnectAsync(conversation);
            await using var events = await connection.RequestEventsAsync(Name, First, form, Limits.Token()).Limited();
            var receiving = ReceiveAllAsync(events);
            await begun.Task.Limited();
            await conversation.Server.DisposeAsync().Limited();
            var error = await Record.ExceptionAsync(() => receiving.Limited());
            Assert.True(Failures.IsBroken(error) || (error is null && form == AnswerForm.EventStream), $"{form}: {error}");
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task A_receive_that_is_given_up_ends_at_once_and_so_does_its_application(ProtocolVariant variant)
    {
        foreach (var form in Forms)
        {
            var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var conversation = await StartAsync(variant, async (_, token) =>
            {
                await using var gone = token.UnsafeRegister(_ => ended.TrySetResult(), null);
                begun.TrySetResult();
                await Task.Delay(Timeout.Infinite, token);
            });
            await using var connection = await ConnectAsync(conversation);
            await using var events = await connection.RequestEventsAsync(Name, First, form, Limits.Token()).Limited();
            using var giveUp = new CancellationTokenSource();
            var receiving = events.ReceiveAsync(giveUp.Token).AsTask();
            await begun.Task.Limited();
            await giveUp.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => receiving.Limited());
            await events.DisposeAsync().Limited();
            await ended.Task.Limited();
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task What_goes_wrong_with_the_application_is_told(ProtocolVariant variant)
    {
        await using var conversation = await StartAsync(variant, (_, _) => throw new InvalidOperationException("the fuse\nhas blown"));
        foreach (var form in Forms)
        {
            foreach (var (name, wanted) in new[]
            {
                (Name, "the server's application 'news' failed: the fuse"), ("nobody", "the server has no application 'nobody'"),
            })
            {
                await using var connection = await ConnectAsync(conversation);
                await using var events = await connection.RequestEventsAsync(name, First, form, Limits.Token()).Limited();
                var error = await Assert.ThrowsAsync<BadResponseException>(() => events.ReceiveAsync(Limits.Token()).Limited());
                Assert.StartsWith(wanted, error.Message, StringComparison.Ordinal);
            }
        }
    }

    [ConformanceTheory(Requires = Requirement.EventRequests)]
    public async Task What_no_request_can_carry_is_refused_before_anything_is_sent(ProtocolVariant variant)
    {
        await using var conversation = await StartAsync(variant, SendOnceAndStayAsync);
        await using var connection = await ConnectAsync(conversation);
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await connection.RequestEventsAsync("a/b", First, AnswerForm.Whole, Limits.Token()));
        await Assert.ThrowsAsync<ArgumentException>(
            async () => await connection.RequestEventsAsync(Name, new byte[2049], AnswerForm.Whole, Limits.Token()));
    }

    [ConformanceTheory]
    public async Task A_connection_has_them_where_the_traits_say_so(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        Assert.True(
            variant.Meets(Requirement.EventRequests) == connection is IEventRequestConnection
                || (variant.LeanServer && variant.Traits.EventRequests));
    }

    private static Task<Conversation> StartAsync(ProtocolVariant variant, ServerApplication application) => Conversation.StartAsync(
        variant, settings => settings with { Applications = new Dictionary<string, ServerApplication> { [Name] = application } });

    private static async Task<IEventRequestConnection> ConnectAsync(Conversation conversation) =>
        Assert.IsAssignableFrom<IEventRequestConnection>(await conversation.ConnectAsync());

    private static async Task SendOnceAndStayAsync(IMessageStream stream, CancellationToken cancellationToken)
    {
        await stream.SendAsync(First, cancellationToken);
        await Task.Delay(Timeout.Infinite, cancellationToken);
    }

    private static async Task ReceiveAllAsync(IMessageSource events)
    {
        while (await events.ReceiveAsync(Limits.Token()) is not null)
        {
        }
    }
}
