using System.Buffers;
using System.Collections.Concurrent;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>
/// Turns orders into bytes and back. One for each <see cref="Codec"/> but bytes, shared by all connections. Orders to be sent are kept and
/// used again; what is received is a new object each time, as the libraries make it.
/// </summary>
internal abstract class MessageCodec
{
    private const int MostKept = 256;

    private static readonly MessageCodec[] All = [new JsonCodec(), new ProtobufCodec()];

    // A queue because it recycles its segments instead of allocating nodes.
    private readonly ConcurrentQueue<IOrder> _kept = new();

    /// <summary>As content types write it (RFC 9110, 8.3).</summary>
    public abstract string MediaType { get; }

    /// <summary>For facts: what is written, and by which library.</summary>
    public abstract string Description { get; }

    protected abstract Codec Codec { get; }

    /// <summary>The one that the settings ask for; null: bytes.</summary>
    public static MessageCodec? Of(Codec codec) => Array.Find(All, one => one.Codec == codec);

    /// <summary>The one of a Content-Type; null: there is none.</summary>
    public static MessageCodec? Of(string? mediaType) => Array.Find(All, one => one.MediaType == mediaType);

    /// <summary>An order with so many bytes of content, to be sent once and given back.</summary>
    public IOrder Rent(int contentBytes, long id, int answerBytes)
    {
        if (!_kept.TryDequeue(out var order) || OrderContent.SizeOf(order) != contentBytes)
        {
            order = Build(contentBytes);
        }

        (order.Id, order.AnswerBytes) = (id, answerBytes);
        return order;
    }

    public void Return(IOrder order)
    {
        if (_kept.Count < MostKept)
        {
            _kept.Enqueue(order);
        }
    }

    /// <summary>The answer to a request, to be given back when it is encoded.</summary>
    /// <exception cref="BadResponseException">The request is not what requests of its size hold, or asks for more than there can
    /// be.</exception>
    public IOrder Answer(IOrder request, bool verify)
    {
        OrderContent.Check(request, verify);
        return request.AnswerBytes is >= 0 and <= ProtocolTraits.LargestMessageBytes
            ? Rent(request.AnswerBytes, request.Id, 0)
            : throw new BadResponseException(
                $"the order asks for {request.AnswerBytes} bytes; 0 to {ProtocolTraits.LargestMessageBytes} are possible");
    }

    /// <summary>
    /// What becomes of a request and its response, for stacks that encode where nobody looks: all messages of a size are encoded in the
    /// same length.
    /// </summary>
    public EncodedSizes SizesOf(int requestBytes, int responseBytes)
    {
        var writer = new ArrayBufferWriter<byte>();
        Encode(Rent(requestBytes, OrderContent.NextId(), responseBytes), writer);
        var request = writer.WrittenCount;
        Encode(Rent(responseBytes, OrderContent.NextId(), 0), writer);
        return new(request, writer.WrittenCount - request, null, null);
    }

    /// <summary>Its length when encoded, where the library tells without encoding it; null: it does not.</summary>
    public abstract int? LengthOf(IOrder order);

    public abstract void Encode(IOrder order, IBufferWriter<byte> destination);

    /// <exception cref="BadResponseException">The bytes are no order.</exception>
    public abstract IOrder Decode(in ReadOnlySequence<byte> encoded);

    protected abstract IOrder Build(int contentBytes);
}
