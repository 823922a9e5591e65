using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Contract.Duplicates;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Servers know requests by the ids that they begin with, whatever they come in.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RequestLedgerConformanceTests
{
    // In one packet, and in several pieces that every reader has to put together.
    private static readonly int[] Sizes = [RequestId.Bytes, 100, 20_000];

    [ConformanceTheory(Requires = Requirement.KnowsRequests | Requirement.Asynchronous | Requirement.Lossless)]
    public async Task A_request_that_comes_twice_is_carried_out_twice_and_counted(ProtocolVariant variant)
    {
        var ledger = new RequestLedger(readsIds: true);
        await AskAllAsync(variant, ledger);
        Assert.Equal(new RequestCounts(Sizes.Length * 3, Sizes.Length, 0, 0, 0, 0), ledger.Count());
    }

    [ConformanceTheory(Requires = Requirement.KnowsRequests | Requirement.Asynchronous | Requirement.Lossless)]
    public async Task A_request_that_comes_twice_is_answered_twice_and_carried_out_once(ProtocolVariant variant)
    {
        var ledger = new RequestLedger(readsIds: true, remembered: 100);
        await AskAllAsync(variant, ledger);
        Assert.Equal(
            (Sizes.Length * 2L, 0L, (long)Sizes.Length),
            (ledger.Count().CarriedOut, ledger.Count().CarriedOutAgain, ledger.Count().Suppressed));
    }

    /// <summary>It is carried out; that its client cannot know, so it may not be told that nothing was done.</summary>
    [ConformanceTheory(Requires = Requirement.ServerResets | Requirement.Asynchronous | Requirement.Lossless)]
    public async Task A_server_resets_the_connection_in_place_of_the_answer(ProtocolVariant variant)
    {
        var ledger = new RequestLedger(readsIds: true, resetShare: 1);
        await using var conversation = await Conversation.StartAsync(variant, settings => Known(settings, ledger));
        for (var i = 1; i <= 3; i++)
        {
            await using var connection = await conversation.ConnectAsync();
            var error = await Record.ExceptionAsync(
                () => connection.ExchangeAsync(Request(i, 100), 10, Limits.Token()).Limited());
            Assert.True(Failures.IsBroken(error!), $"{error}");
            Assert.IsNotType<ConnectionEndedException>(error);

            // Over HTTP/2 the client reads and writes at once: where its write meets the reset first (ECONNRESET), its read meets the end.
            Assert.True(variant.Meets(Requirement.Multiplexed) || IsReset(error), $"{error}");
        }

        Assert.Equal((3L, 0L, 3L), (ledger.Count().CarriedOut, ledger.Count().CarriedOutAgain, ledger.Count().Resets));
    }

    private static async Task AskAllAsync(ProtocolVariant variant, RequestLedger ledger)
    {
        await using var conversation = await Conversation.StartAsync(variant, settings => Known(settings, ledger));
        await using var one = await conversation.ConnectAsync();
        await using var other = await conversation.ConnectAsync();
        foreach (var size in Sizes)
        {
            await one.ExchangeAsync(Request(size, size), 10, Limits.Token()).Limited();
            await other.ExchangeAsync(Request(size, size), 10, Limits.Token()).Limited();
            await other.ExchangeAsync(Request(size + 1, size), 10, Limits.Token()).Limited();
        }
    }

    private static EndpointSettings Known(EndpointSettings settings, RequestLedger ledger) =>
        settings with { Requests = ledger, VerifyContent = false };

    private static byte[] Request(int number, int bytes)
    {
        var request = Payload.Create(bytes);
        RequestId.Of(7, number, measured: true).Write(request);
        return request;
    }

    private static bool IsReset(Exception? error)
    {
        for (var cause = error; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException { SocketErrorCode: SocketError.ConnectionReset }
                || cause.Message.Contains("reset", StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }
}
