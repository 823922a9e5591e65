using System.Buffers;
using System.Text;
using Google.Protobuf;
using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Codecs;

namespace ProtoBench.Protocols.Tests.Codecs;

public sealed class OrderTests
{
    [Theory]
    [InlineData(Codec.Json)]
    [InlineData(Codec.Protobuf)]
    public void An_order_has_the_content_that_was_asked_for_and_comes_back_as_it_was(Codec codec)
    {
        var messages = MessageCodec.Of(codec)!;
        foreach (var size in new[] { 0, 1, 39, 40, 399, 400, 100_001 })
        {
            var order = messages.Decode(Encode(messages, size));
            Assert.Equal(size, OrderContent.SizeOf(order));
            Assert.Equal(7, order.AnswerBytes);
            Assert.Equal(size, ContentOf(order));
            OrderContent.Check(order, verify: true);
        }
    }

    [Fact]
    public void Protobuf_is_as_long_as_its_encoding_says()
    {
        // Ten lines: tag and length of each (2), sku (2 + 8), name (2 + 16), quantity (1 + 1; seven times the index is below 128), price
        // (1 + 8) are 41. The id is a varint of 5 bytes, the answer's bytes one of 1, each behind a tag.
        Assert.Equal((10 * 41) + 6 + 2, Encode(MessageCodec.Of(Codec.Protobuf)!, 400).Length);
    }

    [Fact]
    public void Json_has_the_names_of_its_fields()
    {
        var text = Encoding.UTF8.GetString(Encode(MessageCodec.Of(Codec.Json)!, 41).ToArray());
        Assert.EndsWith(
            """
            "answerBytes":7,"note":"P","lines":[{"sku":"SKU-0000","name":"Garden chair 000","quantity":1,"price":1.99}]}
            """,
            text,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_value_is_named()
    {
        var order = new Order { Note = "" };
        order.Lines.Add(new OrderLine { Sku = "SKU-0000", Name = "Garden chair 000", Quantity = 2, Price = 1.99 });
        var error = Assert.Throws<BadResponseException>(() => OrderContent.Check(order, verify: true));
        Assert.Contains("line 0", error.Message, StringComparison.Ordinal);
        Assert.Contains("Quantity = 2", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_to_another_order_is_refused()
    {
        var answer = new Order { Id = 5, Note = "" };
        OrderContent.CheckAnswer(answer, 5, 0, verify: true);
        Assert.Throws<BadResponseException>(() => OrderContent.CheckAnswer(answer, 6, 0, verify: true));
        Assert.Throws<BadResponseException>(() => OrderContent.CheckAnswer(answer, 5, 1, verify: true));
    }

    [Theory]
    [InlineData(Codec.Json)]
    [InlineData(Codec.Protobuf)]
    public void What_is_no_order_is_a_bad_response(Codec codec)
    {
        var nonsense = new ReadOnlySequence<byte>([0xff, 0xff, 0xff]);
        Assert.Throws<BadResponseException>(() => MessageCodec.Of(codec)!.Decode(nonsense));
        var body = new OrderBody(MessageCodec.Of(codec)!, compress: true);
        Assert.Throws<BadResponseException>(() => body.Decode(nonsense, compressed: true));
    }

    [Fact]
    public void Compressed_messages_come_back()
    {
        var codec = MessageCodec.Of(Codec.Json)!;
        var body = new OrderBody(codec, compress: true);
        var compressed = body.Encode(codec.Rent(10_000, OrderContent.NextId(), 0)).ToArray();
        Assert.InRange(compressed.Length, 100, body.PlainBytes / 2);
        var order = body.Decode(new ReadOnlySequence<byte>(compressed), compressed: true);
        Assert.Equal(10_000, OrderContent.SizeOf(order));
        OrderContent.Check(order, verify: true);
    }

    private static ReadOnlySequence<byte> Encode(MessageCodec codec, int size)
    {
        var writer = new ArrayBufferWriter<byte>();
        var order = codec.Rent(size, OrderContent.NextId(), 7);
        codec.Encode(order, writer);
        if (order is IMessage message)
        {
            Assert.Equal(codec.LengthOf(order), message.CalculateSize());
        }

        return new ReadOnlySequence<byte>(writer.WrittenMemory);
    }

    private static int ContentOf(IOrder order) => order.Note.Length + Enumerable.Range(0, order.LineCount)
        .Select(order.LineAt)
        .Sum(line => line.Sku.Length + line.Name.Length + sizeof(long) + sizeof(double));
}
