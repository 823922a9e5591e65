using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using ProtoBench.Contract;
using ProtoBench.Protocols.StreamSockets;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.StreamSockets;

/// <summary>Requests in every division that a stream may bring them in.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class StreamSessionTests
{
    public static TheoryData<IoMode, string, int[]> Divisions { get; } = Cases();

    [Theory]
    [MemberData(nameof(Divisions))]
    public async Task Requests_are_answered_however_they_are_cut(IoMode io, string what, int[] cuts)
    {
        // Sizes of requests and of their responses: small ones, empty ones, and such as need several pieces.
        (int Request, int Response)[] asked = [(64, 64), (0, 0), (10_000, 3), (5, 400_000), (64, 1), (300_000, 9)];
        var sent = asked.SelectMany(one => Request(one.Request, one.Response)).ToArray();
        await using var server = await new TcpProtocol().ListenAsync(
            new EndpointSettings { EndPoint = new IPEndPoint(IPAddress.Loopback, 0), Io = io, VerifyContent = true }, Limits.Token())
            .Limited();
        using var client = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await client.ConnectAsync(server.EndPoint, Limits.Token());

        var sending = SendAsync(client, sent, cuts);
        await using var stream = new NetworkStream(client);
        foreach (var (_, response) in asked)
        {
            var answer = new byte[RequestFrame.ResponseHeaderBytes + response];
            await stream.ReadExactlyAsync(answer, Limits.Token());
            Assert.True(BinaryPrimitives.ReadInt32LittleEndian(answer) == response, what);
            Payload.Verify(answer.AsSpan(RequestFrame.ResponseHeaderBytes));
        }

        await sending.Limited();
        client.Shutdown(SocketShutdown.Send);
        Assert.Equal(0, await stream.ReadAsync(new byte[1], Limits.Token()));
    }

    private static TheoryData<IoMode, string, int[]> Cases()
    {
        var cases = new TheoryData<IoMode, string, int[]>();
        foreach (var io in new[] { IoMode.Async, IoMode.Blocking })
        {
            cases.Add(io, "all at once", []);
            cases.Add(io, "within the first header", [3]);
            cases.Add(io, "behind the first header", [RequestFrame.HeaderBytes]);
            cases.Add(io, "within the first payload", [20]);
            cases.Add(io, "behind the first request", [RequestFrame.HeaderBytes + 64]);
            cases.Add(io, "within the second header", [RequestFrame.HeaderBytes + 64 + 5]);
            cases.Add(io, "within and behind, again and again", [1, 2, 9, 70, 74, 80, 85, 5_000, 10_093, 10_098, 10_106, 10_120]);
        }

        return cases;
    }

    private static byte[] Request(int payloadBytes, int responseBytes)
    {
        var request = new byte[RequestFrame.HeaderBytes + payloadBytes];
        new RequestFrame(FrameKind.Exchange, payloadBytes, responseBytes).Write(request);
        Payload.Fill(request.AsSpan(RequestFrame.HeaderBytes));
        return request;
    }

    private static async Task SendAsync(Socket client, byte[] bytes, int[] cuts)
    {
        var from = 0;
        foreach (var cut in cuts.Append(bytes.Length))
        {
            for (; from < cut; from += await client.SendAsync(bytes.AsMemory(from, cut - from), Limits.Token()))
            {
            }

            // Long enough for the session to meet what has come so far by itself.
            await Task.Delay(20);
        }
    }
}
