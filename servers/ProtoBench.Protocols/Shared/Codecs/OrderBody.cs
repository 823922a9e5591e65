using System.Buffers;
using System.IO.Compression;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.Codecs;

/// <summary>The buffers of one message at a time, used again for the next: what is sent, and what comes in pieces.</summary>
/// <param name="codec">Of the messages.</param>
/// <param name="compress">With gzip, fastest level: what is sent, and what is received where it says so.</param>
internal sealed class OrderBody(MessageCodec codec, bool compress)
{
    private readonly ArrayBufferWriter<byte> _encoded = new();
    private readonly ArrayBufferWriter<byte> _received = new();
    private readonly ArrayBufferWriter<byte> _compressed = new();

    public MessageCodec Codec { get; } = codec;

    /// <summary>Of the last message that was encoded or decoded, before compression.</summary>
    public int PlainBytes { get; private set; }

    /// <summary>The bytes to be sent; valid until the next call.</summary>
    /// <param name="order">What to send.</param>
    /// <param name="prefix">A byte that precedes it; null: none does.</param>
    public ReadOnlyMemory<byte> Encode(IOrder order, byte? prefix = null)
    {
        _encoded.ResetWrittenCount();
        if (prefix is { } first)
        {
            _encoded.Write([first]);
        }

        Codec.Encode(order, _encoded);
        PlainBytes = _encoded.WrittenCount - (prefix is null ? 0 : 1);
        if (!compress)
        {
            return _encoded.WrittenMemory;
        }

        _compressed.ResetWrittenCount();
        using (var gzip = new GZipStream(new WriterStream(_compressed), CompressionLevel.Fastest))
        {
            gzip.Write(_encoded.WrittenSpan);
        }

        return _compressed.WrittenMemory;
    }

    /// <summary>Forgets what has been received.</summary>
    public void BeginReceiving() => _received.ResetWrittenCount();

    /// <summary>Room for what comes next.</summary>
    public Memory<byte> Room(int atLeast = 4096) => _received.GetMemory(atLeast);

    /// <summary>So many bytes have come into <see cref="Room"/>.</summary>
    public void Received(int bytes) => _received.Advance(bytes);

    /// <summary>A piece has come.</summary>
    public void Receive(in ReadOnlySequence<byte> piece)
    {
        foreach (var segment in piece)
        {
            _received.Write(segment.Span);
        }
    }

    /// <summary>All that has been received.</summary>
    public ReadOnlyMemory<byte> Whole => _received.WrittenMemory;

    /// <summary>The order that has been received.</summary>
    /// <exception cref="BadResponseException">It is none.</exception>
    public IOrder Decode(bool compressed) => Decode(new ReadOnlySequence<byte>(_received.WrittenMemory), compressed);

    /// <summary>An order that has come as a whole.</summary>
    /// <exception cref="BadResponseException">It is none.</exception>
    public IOrder Decode(in ReadOnlySequence<byte> encoded, bool compressed)
    {
        if (!compressed)
        {
            PlainBytes = (int)encoded.Length;
            return Codec.Decode(encoded);
        }

        _encoded.ResetWrittenCount();
        try
        {
            using var gzip = new GZipStream(new MemoryStream(encoded.ToArray(), writable: false), CompressionMode.Decompress);
            while (gzip.Read(_encoded.GetSpan(64 * 1024)) is var read and > 0)
            {
                _encoded.Advance(read);
                if (_encoded.WrittenCount > CodedLimits.LargestEncodedBytes)
                {
                    throw new BadResponseException($"the message is larger than {CodedLimits.LargestEncodedBytes} bytes when decompressed");
                }
            }
        }
        catch (InvalidDataException error)
        {
            throw new BadResponseException($"the message is not compressed with gzip: {error.Message}", error);
        }

        PlainBytes = _encoded.WrittenCount;
        return Codec.Decode(new ReadOnlySequence<byte>(_encoded.WrittenMemory));
    }
}
