using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Protocols.WebSockets;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>WebSocket requests against the npm package ws.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class WebSocketRequestTests
{
    private const string Server = "ws_peer.cjs";

    [NodeFact("ws")]
    public async Task Messages_go_as_text_or_binary_by_their_content_or_as_the_site_says()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);
        await using var byContent = await ConnectAsync(At(peer, "/echo"));
        await using var binary = await ConnectAsync(At(peer, "/echo", site => site with { Form = MessageForm.Binary }));

        Assert.Equal(5, (await AskAsync(byContent, "form"u8.ToArray())).Bytes);
        Assert.Equal(6, (await AskAsync(binary, "form"u8.ToArray())).Bytes);
        Assert.Equal(2, (await AskAsync(byContent, [0xff, 0xfe])).Bytes);
        var reply = await AskAsync(byContent, Payload.Create(1_000_000));
        Assert.Equal((0, 1_000_000), (reply.Status, reply.Bytes));
        Assert.True(reply.SentAt > 0 && reply.FirstByteAt >= reply.SentAt);
        Assert.Equal("none", byContent.Facts.More["websocket compression"]);
    }

    [NodeFact("ws")]
    public async Task Sub_protocol_headers_target_and_host_reach_the_server()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);
        await using var connection = await ConnectAsync(At(peer, "/protocol?a=%2f", site => site with
        {
            Host = "shop.example",
            SubProtocols = ["one", "two"],
            UpgradeHeaders = [KeyValuePair.Create("X-Token", "secret")],
        }));

        var reply = await AskAsync(connection, [1]);

        Assert.Equal($"two secret /protocol?a=%2f shop.example:{peer.EndPoint.Port}".Length, reply.Bytes);
        Assert.Equal("two", connection.Facts.More["websocket sub-protocol"]);
    }

    [NodeFact("ws")]
    public async Task Both_sides_greetings_belong_to_connecting()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);
        await using var connection = await ConnectAsync(
            At(peer, "/greet", site => site with { FirstMessage = "me", ServerGreetings = 2 }));

        Assert.Equal(7, (await AskAsync(connection, "request"u8.ToArray())).Bytes);
    }

    [NodeFact("ws")]
    public async Task Compression_is_agreed_on_when_it_is_asked_for()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);
        await using var connection = await ConnectAsync(At(peer, "/echo", site => site with { Deflate = true }));

        Assert.Equal(100_000, (await AskAsync(connection, new byte[100_000])).Bytes);
        Assert.StartsWith("permessage-deflate", connection.Facts.More["websocket compression"], StringComparison.Ordinal);
    }

    [NodeFact("ws")]
    public async Task A_refused_upgrade_tells_status_and_text()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);

        Assert.Equal(
            "the upgrade to WebSocket at /no failed: the server answers with status 403 and says: not for you, visitor; 101 is wanted",
            await Site.RefusalAsync(new WebSocketProtocol(), At(peer, "/no")));
    }

    [NodeFact("ws")]
    public async Task A_polite_end_is_announced_and_a_cut_is_a_failure()
    {
        await using var peer = await ScriptPeer.NodeAsync(Server);
        await using var polite = await ConnectAsync(At(peer, "/close"));
        await using var cut = await ConnectAsync(At(peer, "/die"));

        await AskAsync(polite, [1]);
        var ended = await Assert.ThrowsAsync<ConnectionEndedException>(() => AskAsync(polite, [1]));
        var broken = await Assert.ThrowsAnyAsync<IOException>(() => AskAsync(cut, [1]));

        Assert.True(ended.Announced);
        Assert.IsNotType<ConnectionEndedException>(broken);
    }

    private static EndpointSettings At(ScriptPeer peer, string target, Func<ForeignSite, ForeignSite>? more = null)
    {
        var settings = Site.At(peer.EndPoint);
        var site = settings.Site! with { UpgradeTarget = target };
        return settings with { Site = more?.Invoke(site) ?? site };
    }

    private static Task<IProtocolConnection> ConnectAsync(EndpointSettings settings) =>
        new WebSocketProtocol().ConnectAsync(settings, Limits.Token()).Limited();

    private static Task<Reply> AskAsync(IProtocolConnection connection, byte[] message) =>
        ((IRequestConnection)connection).RequestAsync(Site.Message(message), Limits.Token()).Limited();
}
