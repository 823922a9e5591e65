using System.Diagnostics;
using System.Text;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Requests;

/// <summary>A user's request arrives as it was written, and whatever comes back is told as it came, over every HTTP version.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RequestConformanceTests
{
    private static readonly UserRequest Get = new() { Name = "get", Target = "/" };

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task Method_target_fields_and_body_arrive_as_they_were_written(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, answering => answering.WriteAsync([1, 2, 3]));
        await using var connection = await server.ConnectAsync();
        var request = new UserRequest
        {
            Name = "put",
            Method = "PUT",
            Target = "/a/../b%2Fc//d?q=%20x&y=[1]",
            Headers =
            [
                new("X-B", "first, second"), new("Accept", "application/json; q=0.5"), new("Content-Type", "text/plain; charset=x"),
                new("User-Agent", "of my own/1"), new("X-A", "a \"quoted\" value"), new("Cookie", "a=1; b=2"),
            ],
            Messages = [Encoding.UTF8.GetBytes("grün")],
        };

        var reply = await Requests(connection).RequestAsync(request, Limits.Token()).Limited();
        _ = await Requests(connection).RequestAsync(request, Limits.Token()).Limited();

        Assert.Equal((200, 3L), (reply.Status, reply.Bytes));
        Assert.Equal(2, server.Requests.Count);
        Assert.All(server.Requests, asked =>
        {
            Assert.Equal("PUT", asked.Method);
            Assert.Equal("/a/../b%2Fc//d?q=%20x&y=[1]", asked.Target);
            Assert.Equal("grün", Encoding.UTF8.GetString(asked.Body));
            Assert.Equal("5", asked["Content-Length"]);
            Assert.All(request.Headers, field => Assert.Equal(field.Value, asked[field.Key]));
        });
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task The_host_is_that_of_the_address_and_its_port_stands_there_unless_it_is_the_schemes_own(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, answering => answering.WriteAsync([]));
        await using var named = await server.ConnectAsync();
        await using var usual = await server.ConnectAsync(server.Settings(port: variant.Tls ? 443 : 80));
        await using var address = await server.ConnectAsync(server.Settings("::1"));

        _ = await Requests(named).RequestAsync(Get, Limits.Token()).Limited();
        _ = await Requests(usual).RequestAsync(Get, Limits.Token()).Limited();
        _ = await Requests(address).RequestAsync(Get, Limits.Token()).Limited();

        Assert.Equal(["shop.example:8443", "shop.example", "[::1]:8443"], server.Requests.Select(asked => asked["Host"]));
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task A_request_without_fields_and_body_brings_none(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, answering => answering.WriteAsync([]));
        await using var connection = await server.ConnectAsync();

        _ = await Requests(connection).RequestAsync(Get, Limits.Token()).Limited();

        var asked = Assert.Single(server.Requests);
        Assert.Equal(["Host"], asked.Headers.Select(field => field.Key).Where(name => !name.StartsWith(':')));
        Assert.Empty(asked.Body);
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task Responses_of_every_form_are_read_to_their_end(ProtocolVariant variant)
    {
        var large = new byte[1_000_003];
        await using var server = await AskedServer.StartAsync(variant, async answering =>
        {
            switch (answering.Target)
            {
                case "/length":
                    answering.Header("Content-Length", $"{large.Length}");
                    await answering.WriteAsync(large);
                    break;
                case "/pieces":
                    await answering.WriteAsync(large);
                    await answering.WriteAsync([1]);
                    await answering.WriteAsync(large);
                    break;
                case "/created":
                    answering.Status(201).Header("X-Many", new string('x', 5_000));
                    await answering.WriteAsync([7]);
                    break;
                case "/nothing":
                    answering.Status(204);
                    break;
                case "/gzip":
                    answering.Header("Content-Encoding", "gzip").Header("Content-Length", "4");
                    await answering.WriteAsync([1, 2, 3, 4]);
                    break;
                default:
                    answering.Header("Content-Length", "12345");
                    break;
            }
        });
        await using var connection = await server.ConnectAsync();

        Assert.Equal((200, 1_000_003L), await AskAsync("/length"));
        Assert.Equal((200, 2_000_007L), await AskAsync("/pieces"));
        Assert.Equal((201, 1L), await AskAsync("/created"));
        Assert.Equal((204, 0L), await AskAsync("/nothing"));
        Assert.Equal((200, 4L), await AskAsync("/gzip"));
        Assert.Equal((200, 0L), await AskAsync("/head", "HEAD"));
        Assert.Equal((200, 1_000_003L), await AskAsync("/length"));

        async Task<(int, long)> AskAsync(string target, string method = "GET")
        {
            var asked = new UserRequest { Name = target, Method = method, Target = target };
            var reply = await Requests(connection).RequestAsync(asked, Limits.Token()).Limited();
            return (reply.Status, reply.Bytes);
        }
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task Another_status_is_told_with_the_servers_words_and_harms_no_connection(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, answering =>
        {
            switch (answering.Target)
            {
                case "/moved":
                    answering.Status(301).Header("Location", "https://elsewhere.example/x");
                    return answering.WriteAsync([]);
                case "/broken":
                    answering.Status(500).Header("Content-Type", "text/html");
                    return answering.WriteAsync(Encoding.UTF8.GetBytes("<h1>Internal\r\n error</h1>" + new string('.', 100_000)));
                default:
                    return answering.Status(404).WriteAsync(Encoding.UTF8.GetBytes("no such thing"));
            }
        });
        await using var connection = await server.ConnectAsync();

        var moved = await RefusedAsync(new() { Name = "moved", Target = "/moved" });
        var broken = await RefusedAsync(new() { Name = "broken", Target = "/broken", Method = "POST", Messages = [new byte[9]] });
        var missing = await RefusedAsync(new() { Name = "missing", Target = "/missing", Expected = new(200, 204) });
        var wanted = await Requests(connection).RequestAsync(
            new() { Name = "wanted", Target = "/missing", Expected = new(404, 404) }, Limits.Token()).Limited();

        Assert.Equal((301, 500, 404, 404), (moved.Status, broken.Status, missing.Status, wanted.Status));
        Assert.Equal(
            "status 301 (Location: https://elsewhere.example/x; redirects are not followed) to GET /moved; 200 to 299 is wanted",
            moved.Message);
        Assert.StartsWith(
            "status 500 to POST /broken with 9 bytes; 200 to 299 is wanted; the server says: <h1>Internal error</h1>...",
            broken.Message,
            StringComparison.Ordinal);
        Assert.EndsWith(".…", broken.Message, StringComparison.Ordinal);
        Assert.Equal("status 404 to GET /missing; 200 to 204 is wanted; the server says: no such thing", missing.Message);
        Assert.Equal(13, wanted.Bytes);
        Assert.Null(((INoticedConnection)connection).Notices.Closing);

        Task<UnexpectedStatusException> RefusedAsync(UserRequest request) => Assert.ThrowsAsync<UnexpectedStatusException>(
            () => Requests(connection).RequestAsync(request, Limits.Token()).Limited());
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task A_response_that_is_cut_is_a_lost_connection_and_nothing_to_be_done_again(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, async answering =>
        {
            answering.Header("Content-Length", "1000");
            await answering.WriteAsync(new byte[10]);
            answering.Abort();
        });
        await using var connection = await server.ConnectAsync();

        var error = await Assert.ThrowsAnyAsync<IOException>(() => Requests(connection).RequestAsync(Get, Limits.Token()).Limited());

        Assert.IsNotType<ConnectionEndedException>(error);
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task The_instants_of_a_reply_tell_where_its_time_went(ProtocolVariant variant)
    {
        var pause = TimeSpan.FromMilliseconds(100);
        await using var server = await AskedServer.StartAsync(variant, async answering =>
        {
            await Task.Delay(pause);
            await answering.BeginAsync();
            await Task.Delay(pause);
            await answering.WriteAsync([1]);
        });
        await using var connection = await server.ConnectAsync();
        foreach (var body in new ReadOnlyMemory<byte>[][] { [], [new byte[1000]] })
        {
            // A busy machine may wake a client late, once or twice; instants that are wrong are wrong every time.
            var told = false;
            for (var attempt = 0; attempt < 10 && !told; attempt++)
            {
                var start = Stopwatch.GetTimestamp();
                var reply = await Requests(connection).RequestAsync(
                    new() { Name = "slow", Method = "POST", Messages = body }, Limits.Token()).Limited();
                var end = Stopwatch.GetTimestamp();

                Assert.InRange(reply.SentAt, start, reply.FirstByteAt);
                Assert.InRange(reply.FirstByteAt, reply.SentAt, end);
                told = Stopwatch.GetElapsedTime(reply.FirstByteAt, end) > pause / 2
                    && Stopwatch.GetElapsedTime(start, reply.FirstByteAt) > pause / 2
                    && reply.SentAt - start < end - reply.SentAt;
            }

            Assert.True(told, "the request was sent long before the head, and the body came after it");
        }
    }

    [ConformanceTheory(Requires = Requirement.Http)]
    public async Task Opening_a_connection_is_told_by_its_phases(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, answering => answering.WriteAsync([]));
        await using var connection = await server.ConnectAsync();

        var phases = ((IPhasedConnection)connection).Phases;

        Assert.True(phases.Connect > 0);
        Assert.Equal(variant.Tls && !variant.UsesUdp, phases.Tls > 0);
    }

    [ConformanceTheory(Requires = Requirement.Http | Requirement.Multiplexed)]
    public async Task Many_requests_share_a_connection_and_each_gets_its_own_answer(ProtocolVariant variant)
    {
        await using var server = await AskedServer.StartAsync(variant, async answering =>
        {
            var length = int.Parse(answering.Target[1..]);
            await Task.Delay(length % 7);
            await answering.WriteAsync(new byte[length]);
        });
        await using var connection = await server.ConnectAsync();
        var requests = Enumerable.Range(1, 40).Select(i => new UserRequest { Name = $"{i}", Target = $"/{i * 997}" }).ToList();

        for (var round = 0; round < 2; round++)
        {
            var asking = requests.Select(request => Requests(connection).RequestAsync(request, Limits.Token()).AsTask());
            var replies = await Task.WhenAll(asking).Limited();

            Assert.Equal(Enumerable.Range(1, 40).Select(i => i * 997L), replies.Select(reply => reply.Bytes));
        }
    }

    [ConformanceTheory(Requires = Requirement.Http | Requirement.Multiplexed)]
    public async Task A_request_that_is_given_up_leaves_the_others_alone(ProtocolVariant variant)
    {
        var began = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var server = await AskedServer.StartAsync(variant, async answering =>
        {
            if (answering.Target == "/never")
            {
                began.TrySetResult();
                await Task.Delay(Timeout.Infinite, Limits.Token()).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        });
        await using var connection = await server.ConnectAsync();
        using var giveUp = new CancellationTokenSource();
        var never = Requests(connection).RequestAsync(new() { Name = "never", Target = "/never" }, giveUp.Token).AsTask();
        await began.Task.Limited();

        giveUp.Cancel();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => never.Limited());
        Assert.Equal(200, (await Requests(connection).RequestAsync(Get, Limits.Token()).Limited()).Status);
    }

    [ConformanceTheory(Requires = Requirement.Http3 | Requirement.Lossless)]
    public async Task A_server_that_ends_the_connection_without_an_error_has_announced_it(ProtocolVariant variant)
    {
        var server = await AskedServer.StartAsync(variant, answering => answering.WriteAsync([1]));
        await using var connection = await server.ConnectAsync();
        _ = await Requests(connection).RequestAsync(Get, Limits.Token()).Limited();

        await server.DisposeAsync();

        var notices = ((INoticedConnection)connection).Notices;
        await Limits.Until(() => notices.Closing is not null, "the client has noticed");
        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(
            () => Requests(connection).RequestAsync(Get, Limits.Token()).Limited());
        Assert.True(ended.Announced);
        Assert.Contains(notices.Closing!, ended.Message, StringComparison.Ordinal);
    }

    private static IRequestConnection Requests(IProtocolConnection connection) => Assert.IsAssignableFrom<IRequestConnection>(connection);
}
