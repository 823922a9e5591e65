using ProtoBench.Contract;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>Exchanges of typed messages: every codec, every size, compressed or not, checked value by value on both sides.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class CodecConformanceTests
{
    private static readonly int[] Sizes = [0, 1, 39, 40, 41, 4_000, 70_000, 1024 * 1024];

    private static Codec[] Typed { get; } = [Codec.Json, Codec.Protobuf];

    [ConformanceTheory(Requires = Requirement.Codecs)]
    public async Task Typed_messages_of_every_size_are_answered(ProtocolVariant variant)
    {
        foreach (var (codec, compress) in Ways(variant))
        {
            await using var conversation = await StartAsync(variant, codec, compress);
            await using var connection = await conversation.ConnectAsync();
            foreach (var size in Sizes)
            {
                using var limit = new CancellationTokenSource(variant.Patience);
                await connection.ExchangeAsync(Payload.Create(size), Sizes[^1] - size, limit.Token).AsTask().WaitAsync(variant.Patience);
                var encoded = ((ICodedConnection)connection).Encoded!;

                // Beyond the content there are names and separators in JSON, and tags and lengths in Protobuf. Numbers are shorter than
                // eight bytes where they are small.
                Assert.InRange(encoded.Request, size * 0.9, (size * 2) + 100);
                Assert.True(encoded.SentRequest is not { } sent || size < 1000 || sent < encoded.Request, $"{encoded} of {size} bytes");
            }
        }
    }

    [ConformanceTheory(Requires = Requirement.Codecs)]
    public async Task The_facts_tell_the_codec(ProtocolVariant variant)
    {
        foreach (var (codec, compress) in Ways(variant))
        {
            await using var conversation = await StartAsync(variant, codec, compress);
            await using var connection = await conversation.ConnectAsync();
            Assert.StartsWith(codec.ToString(), connection.Facts.More[CodecFactNames.Codec], StringComparison.OrdinalIgnoreCase);
            Assert.Equal(compress, connection.Facts.More.ContainsKey(CodecFactNames.Compression));
            Assert.NotEqual("", connection.Facts.More[CodecFactNames.Framing]);
            Assert.Null(((ICodedConnection)connection).Encoded);
        }

        await using var bytes = await Conversation.StartAsync(variant);
        await using var opaque = await bytes.ConnectAsync();
        Assert.False(opaque.Facts.More.ContainsKey(CodecFactNames.Codec));
    }

    [ConformanceTheory(Requires = Requirement.Codecs | Requirement.Multiplexed)]
    public async Task Typed_exchanges_share_a_connection(ProtocolVariant variant)
    {
        foreach (var codec in Typed)
        {
            await using var conversation = await StartAsync(variant, codec, compress: false);
            await using var connection = await conversation.ConnectAsync();
            using var limit = new CancellationTokenSource(variant.Patience);
            await Task.WhenAll(Enumerable.Range(0, 16).Select(async lane =>
            {
                for (var i = 0; i < 5; i++)
                {
                    await connection.ExchangeAsync(Payload.Create(lane * 100), i * 1000, limit.Token);
                }
            })).WaitAsync(variant.Patience);
        }
    }

    [ConformanceTheory(Requires = Requirement.Codecs)]
    public async Task A_server_that_is_gone_breaks_a_typed_exchange(ProtocolVariant variant)
    {
        await using var conversation = await StartAsync(variant, Codec.Json, compress: false);
        await using var connection = await conversation.ConnectAsync();
        await connection.ExchangeAsync(Payload.Create(400), 400, Limits.Token()).Limited();
        await conversation.Server.DisposeAsync().Limited();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await Assert.ThrowsAnyAsync<Exception>(
            () => connection.ExchangeAsync(Payload.Create(400), 400, limit.Token).AsTask().WaitAsync(Limits.Wait));
    }

    private static IEnumerable<(Codec Codec, bool Compress)> Ways(ProtocolVariant variant) =>
        from codec in Typed
        from compress in variant.Traits.Compresses ? new[] { false, true } : [false]
        select (codec, compress);

    private static Task<Conversation> StartAsync(ProtocolVariant variant, Codec codec, bool compress) =>
        Conversation.StartAsync(variant, settings => settings with { Codec = codec, Compress = compress });
}
