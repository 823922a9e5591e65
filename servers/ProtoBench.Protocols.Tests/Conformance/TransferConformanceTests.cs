using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Bulk transfers carry what they were asked to, stop when told, and both ends' counts agree.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class TransferConformanceTests
{
    // No multiple of the message size, so the last message is a short one.
    private const long TotalBytes = (3 * 1024 * 1024) + 7;

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public async Task A_download_carries_exactly_its_total(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, TotalBytes);

        var totals = await RunAsync(() => connection.DownloadAsync(transfer, CancellationToken.None, Limits.Token()));

        Assert.Equal(TotalBytes, totals.BytesSent);
        AssertConsistent(variant, transfer, totals);
        Assert.Equal(totals.BytesReceived, transfer.Meter.Bytes);
    }

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public async Task An_upload_carries_exactly_its_total(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, TotalBytes);

        var totals = await RunAsync(() => connection.UploadAsync(transfer, CancellationToken.None, Limits.Token()));

        Assert.Equal(TotalBytes, totals.BytesSent);
        AssertConsistent(variant, transfer, totals);
        Assert.Equal(TotalBytes, transfer.Meter.Bytes);
        Assert.Equal(totals.BytesReceived, conversation.Server.Uploads.Bytes);
    }

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public async Task A_stopped_download_returns_what_arrived(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, long.MaxValue);
        using var stop = new CancellationTokenSource();

        var running = RunAsync(() => connection.DownloadAsync(transfer, stop.Token, Limits.Token()));
        await Limits.Until(() => transfer.Meter.Bytes > 1024 * 1024 || running.IsCompleted, "a mebibyte has arrived");
        Assert.False(running.IsCompleted, $"{running.Exception}");
        await stop.CancelAsync();
        var totals = await running;

        Assert.Equal(totals.BytesReceived, transfer.Meter.Bytes);
        Assert.True(totals.BytesSent is null || totals.BytesSent >= totals.BytesReceived);
        Assert.True(totals.MessagesSent is null || totals.MessagesSent >= totals.MessagesReceived);
    }

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public async Task A_stopped_upload_returns_what_the_server_counted(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, long.MaxValue);
        using var stop = new CancellationTokenSource();

        var running = RunAsync(() => connection.UploadAsync(transfer, stop.Token, Limits.Token()));
        await Limits.Until(() => conversation.Server.Uploads.Bytes > 1024 * 1024 || running.IsCompleted, "a mebibyte has arrived");
        Assert.False(running.IsCompleted, $"{running.Exception}");
        await stop.CancelAsync();
        var totals = await running;

        AssertConsistent(variant, transfer, totals);
        Assert.Equal(totals.BytesSent, transfer.Meter.Bytes);
        Assert.Equal(totals.BytesReceived, conversation.Server.Uploads.Bytes);
    }

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public async Task The_server_stays_usable_after_a_stopped_transfer(ProtocolVariant variant)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using (var connection = await conversation.ConnectAsync())
        {
            var transfer = TransferOf(variant, long.MaxValue);
            using var stop = new CancellationTokenSource();
            var running = RunAsync(() => connection.DownloadAsync(transfer, stop.Token, Limits.Token()));
            await Limits.Until(() => transfer.Meter.Bytes > 0 || running.IsCompleted, "the transfer has begun");
            await stop.CancelAsync();
            await running;
        }

        await using var next = await conversation.ConnectAsync();
        await next.ExchangeAsync(Payload.Create(100), 100, Limits.Token()).Limited();
    }

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public Task A_download_that_is_given_up_ends_at_once(ProtocolVariant variant) =>
        GivesUpAsync(variant, (connection, transfer, token) => connection.DownloadAsync(transfer, CancellationToken.None, token));

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public Task An_upload_that_is_given_up_ends_at_once(ProtocolVariant variant) =>
        GivesUpAsync(variant, (connection, transfer, token) => connection.UploadAsync(transfer, CancellationToken.None, token));

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public Task A_download_fails_when_its_server_is_disposed(ProtocolVariant variant) =>
        LosesServerAsync(variant, (connection, transfer, token) => connection.DownloadAsync(transfer, CancellationToken.None, token));

    [ConformanceTheory(Requires = Requirement.Transfers)]
    public Task An_upload_fails_when_its_server_is_disposed(ProtocolVariant variant) =>
        LosesServerAsync(variant, (connection, transfer, token) => connection.UploadAsync(transfer, CancellationToken.None, token));

    private static async Task GivesUpAsync(
        ProtocolVariant variant, Func<IProtocolConnection, Transfer, CancellationToken, ValueTask<TransferTotals>> start)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, long.MaxValue);
        using var giveUp = new CancellationTokenSource();

        var running = RunAsync(() => start(connection, transfer, giveUp.Token));
        await Limits.Until(() => transfer.Meter.Bytes > 1024 * 1024 || running.IsCompleted, "the transfer is under way");
        await giveUp.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);
    }

    private static async Task LosesServerAsync(
        ProtocolVariant variant, Func<IProtocolConnection, Transfer, CancellationToken, ValueTask<TransferTotals>> start)
    {
        await using var conversation = await Conversation.StartAsync(variant);
        await using var connection = await conversation.ConnectAsync();
        var transfer = TransferOf(variant, long.MaxValue);

        var running = RunAsync(() => start(connection, transfer, Limits.Token()));
        await Limits.Until(() => transfer.Meter.Bytes > 1024 * 1024 || running.IsCompleted, "the transfer is under way");
        await conversation.Server.DisposeAsync().Limited();

        var error = await Record.ExceptionAsync(() => running);
        Assert.True(Failures.IsBroken(error), $"{error}");
    }

    // A blocking transfer blocks its caller, so it gets a thread of its own.
    private static Task<TransferTotals> RunAsync(Func<ValueTask<TransferTotals>> transfer) => Limits.Apart(() => transfer().AsTask());

    private static Transfer TransferOf(ProtocolVariant variant, long totalBytes) => new()
    {
        MessageBytes = variant.Traits.Datagram ? 1_200 : 16 * 1024,
        TotalBytes = totalBytes,
        Meter = new TransferMeter(),
    };

    private static void AssertConsistent(ProtocolVariant variant, Transfer transfer, TransferTotals totals)
    {
        if (!variant.Traits.Datagram)
        {
            Assert.Equal(totals.BytesSent, totals.BytesReceived);
            Assert.True(totals.MessagesSent is null || totals.MessagesSent == totals.MessagesReceived);
            return;
        }

        Assert.InRange(totals.BytesReceived, 1, totals.BytesSent!.Value);
        Assert.Equal(totals.MessagesSent, totals.MessagesReceived + totals.MessagesLost);
        Assert.InRange(totals.MessagesLost!.Value, 0, totals.MessagesSent!.Value);
        Assert.Equal((totals.BytesSent + transfer.MessageBytes - 1) / transfer.MessageBytes, totals.MessagesSent);
        Assert.Equal((totals.BytesReceived + transfer.MessageBytes - 1) / transfer.MessageBytes, totals.MessagesReceived);
    }
}
