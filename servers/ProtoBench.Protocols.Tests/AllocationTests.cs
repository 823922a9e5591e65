using System.Diagnostics;
using System.Reflection;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests;

/// <summary>Both sides run in this process, so one counter sees all they allocate. Runs alone: the counter is the process's.</summary>
[Collection(nameof(AllocationTests))]
[CollectionDefinition(nameof(AllocationTests), DisableParallelization = true)]
[Trait(Lane.Name, Lane.Waiting)]
public sealed class AllocationTests
{
    private const int Batches = 5;

    // What really allocates takes all of them.
    private const int MostBatches = 10;

    // The compiler makes the state of asynchronous methods a class in debug builds, and a struct that costs nothing in optimised ones.
    private static readonly bool Optimised =
        typeof(IProtocol).Assembly.GetCustomAttribute<DebuggableAttribute>() is not { IsJITOptimizerDisabled: true };

    private static int LargestBytesPerExchange => Optimised ? 4 : 2_000;

    public static TheoryData<string, bool, IoMode, bool> Ways { get; } = new()
    {
        { "tcp", false, IoMode.Async, false },
        { "tcp", true, IoMode.Async, false },
        { "tcp", false, IoMode.Blocking, false },
        { "tcp", false, IoMode.Blocking, true },
        { "unix", false, IoMode.Async, false },
        { "unix", false, IoMode.Blocking, false },
        { "unix", false, IoMode.Blocking, true },
        { "udp", false, IoMode.Async, false },
        { "udp", false, IoMode.Blocking, false },
        { "udp", false, IoMode.Blocking, true },
        { "rudp", false, IoMode.Async, false },
    };

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Small_exchanges_allocate_nothing_once_they_are_warm(string protocol, bool tls, IoMode io, bool leanServer)
    {
        var perExchange = await AllocatedPerExchangeAsync(Find(protocol, tls, io, leanServer), 64, 2_000);

        Assert.InRange(perExchange, 0, LargestBytesPerExchange);
    }

    [Theory]
    [InlineData("tcp", IoMode.Async)]
    [InlineData("tcp", IoMode.Blocking)]
    [InlineData("unix", IoMode.Async)]
    public async Task Large_messages_pass_through_buffers_that_are_used_again(string protocol, IoMode io)
    {
        var perExchange = await AllocatedPerExchangeAsync(Find(protocol, tls: false, io), ProtocolTraits.LargestMessageBytes, 5);

        // 16 MiB each way in pieces of at most 256 KiB; debug builds allocate a little per piece.
        Assert.InRange(perExchange, 0, Optimised ? 4_096 : 512 * 1024);
    }

    [Fact]
    public async Task Neither_side_of_HTTP_allocates_where_both_are_lean()
    {
        var variant = ProtocolVariant.All.Single(one => one is { Name: "http1", Lean: true, LeanServer: true });

        Assert.InRange(await AllocatedPerExchangeAsync(variant, 64, 2_000), 0, LargestBytesPerExchange);
    }

    /// <summary>
    /// grpc is exempt from our rule, since what it allocates is grpc-dotnet's; but it is not exempt from being told. About 6.5 KB a call
    /// were measured on the client's side alone, so nothing would mean that the counter, which trials read as well, does not see it.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_the_library_of_grpc_allocates_per_call_is_seen_and_bounded(bool tls)
    {
        var perExchange = await AllocatedPerExchangeAsync(Find("grpc", tls, IoMode.Async), 64, 500);

        Assert.InRange(perExchange, 1_000, Optimised ? 20_000 : 40_000);
    }

    /// <summary>
    /// Neither our HTTP client is exempt nor HttpClient's allocations are ours: a request of the user's may cost no more than the exchange
    /// of our own that asks for the same.
    /// </summary>
    [Theory]
    [InlineData("http1", false)]
    [InlineData("http2", false)]
    [InlineData("http3", true)]
    public async Task A_users_request_allocates_no_more_than_our_own_exchange(string protocol, bool tls)
    {
        var variant = ProtocolVariant.All.First(one => one.Name == protocol && one.Tls == tls && !one.IsLossy);
        var request = new UserRequest { Name = "x", Target = "/x?r=64", Headers = [new("Accept", "*/*")] };
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var asking = (IRequestConnection)connection;

        var own = await LeastAsync(500, limit => connection.ExchangeAsync(ReadOnlyMemory<byte>.Empty, 64, limit));
        var users = await LeastAsync(500, async limit => _ = await asking.RequestAsync(request, limit));

        // One header field more is read by the server; and the test's own method above costs a state machine.
        Assert.InRange(users, 0, own + 300);
    }

    /// <summary>
    /// A lean client does all of an exchange on its loop's thread, so that thread's own counter sees the client without the server, whose
    /// Kestrel allocates 120 B (HTTP/1.1) to 400 B (HTTP/2).
    /// </summary>
    [Theory]
    [InlineData("http1", false)]
    [InlineData("http1", true)]
    [InlineData("http2", false)]
    [InlineData("http2", true)]
    [InlineData("websocket", false)]
    [InlineData("websocket", true)]
    public async Task A_lean_client_allocates_nothing_and_stays_on_its_thread(string protocol, bool tls)
    {
        var variant = ProtocolVariant.All.Single(one => one.Name == protocol && one.Tls == tls && one is { Lean: true, LeanServer: false });
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();

        Assert.InRange(await AllocatedOnItsThreadAsync(connection), 0, LargestBytesPerExchange);
    }

    private static async Task<double> AllocatedOnItsThreadAsync(IProtocolConnection connection)
    {
        const int exchanges = 2_000;
        var request = Payload.Create(64);
        var limit = Limits.Token();
        var least = long.MaxValue;
        for (var batch = 0; batch < Batches; batch++)
        {
            // The first one may have its answer before it is waited for, and then goes on where it was.
            do
            {
                await connection.ExchangeAsync(request, 64, limit).ConfigureAwait(false);
            }
            while (Thread.CurrentThread.Name?.StartsWith("lean client", StringComparison.Ordinal) != true);

            var (thread, before) = (Environment.CurrentManagedThreadId, GC.GetAllocatedBytesForCurrentThread());
            for (var i = 0; i < exchanges; i++)
            {
                await connection.ExchangeAsync(request, 64, limit).ConfigureAwait(false);
            }

            Assert.Equal(thread, Environment.CurrentManagedThreadId);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least / (double)exchanges;
    }

    private static ProtocolVariant Find(string protocol, bool tls, IoMode io, bool leanServer = false) => ProtocolVariant.All.Single(
        variant => variant.Name == protocol && variant.Tls == tls && variant.Io == io && !variant.Lean
            && variant.LeanServer == leanServer && !variant.IsLossy);

    private static async Task<double> AllocatedPerExchangeAsync(ProtocolVariant variant, int messageBytes, int exchanges)
    {
        var request = Payload.Create(messageBytes);
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        return await LeastAsync(exchanges, limit => connection.ExchangeAsync(request, messageBytes, limit));
    }

    private static async Task<double> LeastAsync(int exchanges, Func<CancellationToken, ValueTask> exchange)
    {
        await ExchangeAsync(exchanges);

        // What an exchange allocates shows in every batch; what the runtime allocates now and then (tiering, timers, a pool that finds
        // nothing on the thread that goes on) not in the best one. Where others want the processors, threads change more often: 4.5 B per
        // exchange were seen in the best of five batches. Nothing per exchange ends the search.
        var least = long.MaxValue;
        for (var batch = 0; batch < Batches || (batch < MostBatches && least > (long)LargestBytesPerExchange * exchanges); batch++)
        {
            var before = GC.GetTotalAllocatedBytes(precise: true);
            await ExchangeAsync(exchanges);
            least = Math.Min(least, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return least / (double)exchanges;

        async Task ExchangeAsync(int count)
        {
            var limit = Limits.Token();
            for (var i = 0; i < count; i++)
            {
                await exchange(limit);
            }
        }
    }
}
