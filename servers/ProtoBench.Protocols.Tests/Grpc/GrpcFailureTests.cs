using ProtoBench.Contract;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>What a server can do wrong: every call of every kind ends with the right outcome, and none hangs.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class GrpcFailureTests
{
    // ExchangeReply or PayloadMessage { payload: [0, 1, ...] }, without compression.
    private static readonly byte[] Message = [0, 0, 0, 0, 12, 0x0a, 10, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
    private static readonly byte[] ShorterMessage = [0, 0, 0, 0, 5, 0x0a, 3, 0, 1, 2];

    private static readonly string[] AllKinds = ["unary", "download", "upload", "converse"];

    public static TheoryData<string> Kinds { get; } = new(AllKinds);

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_status_in_the_headers_alone_is_named_with_its_message(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.TrailersOnly("8", "full: %C3%BC"), kind, "grpc-status 8 (RESOURCE_EXHAUSTED): full: ü");

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task An_OK_in_the_headers_alone_is_no_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.TrailersOnly("0"), kind);

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_compressed_message_is_a_bad_response_though_none_was_offered_to_be_taken(string kind) =>
        FailsAsync<BadResponseException>(
            GrpcAnswer.Of([1, .. Message[1..]], "0", ("grpc-encoding", "gzip")),
            kind,
            "grpc-status 12 (UNIMPLEMENTED): Unsupported grpc-encoding value 'gzip'. Supported encodings: identity");

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_compressed_message_without_a_named_compression_is_a_bad_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of([1, .. Message[1..]]), kind, "grpc-status 13 (INTERNAL)");

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_message_over_the_limit_is_refused_before_it_has_arrived(string kind) =>
        FailsAsync<BadResponseException>(
            GrpcAnswer.Of([0, 1, 0, 4, 1, 0]) with { Ending = GrpcEnding.Never },
            kind,
            "grpc-status 8 (RESOURCE_EXHAUSTED): Received message exceeds the maximum configured message size.");

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_message_of_4_GiB_is_refused(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of([0, 255, 255, 255, 255, 0]) with { Ending = GrpcEnding.Never }, kind);

    [Theory]
    [InlineData("17", "grpc-status 17: no message")]
    [InlineData("99", "grpc-status 99: no message")]
    [InlineData("-1", "grpc-status -1: no message")]
    [InlineData("soon", "Unexpected grpc-status value: soon")]
    [InlineData("1", "grpc-status 1 (CANCELLED): no message")]
    [InlineData(null, "No grpc-status found on response.")]
    public async Task An_unknown_or_missing_status_is_a_bad_response_and_no_cancellation(string? status, string says)
    {
        foreach (var kind in AllKinds)
        {
            var body = kind == "upload" ? [0, 0, 0, 0, 0] : Message;
            await FailsAsync<BadResponseException>(GrpcAnswer.Of(body, status), kind, says);
            if (status is not null)
            {
                await FailsAsync<BadResponseException>(GrpcAnswer.TrailersOnly(status), kind, says);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_deadline_that_only_the_server_says_is_over_is_a_time_out(string kind) =>
        FailsAsync<TimeoutException>(GrpcAnswer.TrailersOnly("4", "late"), kind, "grpc-status 4 (DEADLINE_EXCEEDED): late");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_that_says_nothing_is_a_time_out_when_the_deadline_is_over(string kind)
    {
        foreach (var body in new[] { null, [], Message[..7] })
        {
            await FailsAsync<TimeoutException>(
                new GrpcAnswer { Body = body, Ending = GrpcEnding.Never }, kind, deadline: TimeSpan.FromMilliseconds(100));
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_server_that_says_nothing_is_left_when_the_caller_gives_up(string kind)
    {
        foreach (var body in new[] { null, [], Message[..7] })
        {
            await using var server = await MisbehavingGrpcServer.StartAsync(new GrpcAnswer { Body = body, Ending = GrpcEnding.Never });
            await using var connection = await MisbehavingGrpcServer.ConnectAsync(server);
            using var giveUp = new CancellationTokenSource();

            var call = CallAsync(connection, kind, giveUp.Token);
            giveUp.CancelAfter(50);

            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call.Limited());
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_connection_that_closes_under_way_is_a_broken_one(string kind)
    {
        foreach (var body in new[] { null, [], Message[..3], Message[..7] })
        {
            await FailsAsync<IOException>(new GrpcAnswer { Body = body, Ending = GrpcEnding.ClosesConnection }, kind);
        }
    }

    // CANCEL and NO_ERROR are what a server says that gives a call up by itself: still not our cancellation.
    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_stream_that_is_reset_under_way_is_broken(string kind)
    {
        foreach (var code in new[] { 2, 8, 0 })
        {
            await FailsAsync<IOException>(
                new GrpcAnswer { Body = Message[..7], Ending = GrpcEnding.ResetsStream, ResetCode = code }, kind);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_message_that_is_cut_off_is_a_bad_response(string kind)
    {
        await FailsAsync<BadResponseException>(GrpcAnswer.Of(Message[..3]), kind);
        await FailsAsync<BadResponseException>(GrpcAnswer.Of(Message[..7]), kind);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public Task A_message_that_is_not_protobuf_is_a_bad_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of([0, 0, 0, 0, 1, 0xff]), kind, "the response's message is malformed");

    [Theory]
    [InlineData("unary")]
    [InlineData("upload")]
    public Task A_second_message_is_a_bad_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of([0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), kind);

    [Theory]
    [InlineData("unary")]
    [InlineData("converse")]
    public Task A_response_of_another_length_is_a_bad_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of(ShorterMessage), kind, "the response has 3 bytes, asked for were 10");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task What_is_not_gRPC_is_a_bad_response(string kind)
    {
        await FailsAsync<BadResponseException>(new GrpcAnswer { HttpStatus = 503 }, kind, "grpc-status 14 (UNAVAILABLE)");
        await FailsAsync<BadResponseException>(new GrpcAnswer { HttpStatus = 404 }, kind, "grpc-status 12 (UNIMPLEMENTED)");
        await FailsAsync<BadResponseException>(
            new GrpcAnswer { ContentType = "text/html", Body = [60] }, kind, "Invalid content-type value");
    }

    [Theory]
    [InlineData("download")]
    [InlineData("converse")]
    public Task A_stream_that_ends_too_early_is_a_bad_response(string kind) =>
        FailsAsync<BadResponseException>(GrpcAnswer.Of([]), kind, kind == "download" ? "after 0 of 1000 bytes" : "unanswered");

    [Fact]
    public async Task An_upload_that_the_server_answers_without_having_read_it_is_a_bad_response()
    {
        await using var server = await MisbehavingGrpcServer.StartAsync(GrpcAnswer.Of([0, 0, 0, 0, 0]));
        await using var connection = await MisbehavingGrpcServer.ConnectAsync(server);
        var endless = new Transfer { MessageBytes = 1_000, Meter = new TransferMeter() };

        var error = await Assert.ThrowsAsync<BadResponseException>(
            () => connection.UploadAsync(endless, CancellationToken.None, Limits.Token()).Limited());

        Assert.Contains("the server ended the upload by itself, having counted 0 of", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_download_that_fails_by_itself_is_not_taken_for_one_that_was_stopped()
    {
        await using var server = await MisbehavingGrpcServer.StartAsync(GrpcAnswer.TrailersOnly("8"));
        await using var connection = await MisbehavingGrpcServer.ConnectAsync(server);
        using var stop = new CancellationTokenSource();
        var transfer = new Transfer { MessageBytes = 1_000, Meter = new TransferMeter() };

        var download = connection.DownloadAsync(transfer, stop.Token, Limits.Token()).AsTask();
        await Assert.ThrowsAsync<BadResponseException>(() => download.Limited());
        await stop.CancelAsync();
    }

    private static async Task FailsAsync<T>(GrpcAnswer answer, string kind, string? says = null, TimeSpan? deadline = null)
        where T : Exception
    {
        await using var server = await MisbehavingGrpcServer.StartAsync(answer);
        await using var connection = await MisbehavingGrpcServer.ConnectAsync(server, deadline);

        var error = await Record.ExceptionAsync(() => CallAsync(connection, kind, Limits.Token()).Limited());

        Assert.True(error is T, $"{kind} {answer}: {error}");
        Assert.Contains(says ?? "", error.Message, StringComparison.Ordinal);
    }

    private static async Task CallAsync(IBidirectionalConnection connection, string kind, CancellationToken cancellationToken)
    {
        var transfer = new Transfer { MessageBytes = 1_000, TotalBytes = 1_000, Meter = new TransferMeter() };
        switch (kind)
        {
            case "unary":
                await connection.ExchangeAsync(Payload.Create(10), 10, cancellationToken);
                break;
            case "download":
                await connection.DownloadAsync(transfer, CancellationToken.None, cancellationToken);
                break;
            case "upload":
                await connection.UploadAsync(transfer, CancellationToken.None, cancellationToken);
                break;
            default:
                await using (var stream = connection.OpenCall(cancellationToken))
                {
                    await stream.SendAsync(Payload.Create(10), 10);
                    await stream.CompleteAsync();
                    while (await stream.ReceiveAsync())
                    {
                    }
                }

                break;
        }
    }
}
