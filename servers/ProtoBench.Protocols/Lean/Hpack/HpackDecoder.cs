namespace ProtoBench.Protocols.Lean.Hpack;

/// <summary>Reads header blocks (RFC 7541, 6) in the order in which they came, which keeps the table in step with the peer's.</summary>
/// <param name="tableBytes">SETTINGS_HEADER_TABLE_SIZE of this side.</param>
internal sealed class HpackDecoder(int tableBytes)
{
    private readonly DynamicTable _table = new(tableBytes);
    private byte[] _name = new byte[256];
    private byte[] _value = new byte[1024];

    /// <summary>The fields that the peer has added, for tests.</summary>
    public DynamicTable Table => _table;

    /// <summary>Hands each field of a block to <paramref name="fields"/>; what it gets is valid during its call.</summary>
    /// <exception cref="HpackException">The block is none; the connection cannot go on.</exception>
    public void Decode(ReadOnlySpan<byte> block, IFieldReader fields)
    {
        const int indexed = 0x80;
        const int indexing = 0x40;
        const int resize = 0x20;
        var begun = false;
        while (!block.IsEmpty)
        {
            var first = block[0];
            if (first >= indexed)
            {
                var index = Integer(ref block, 7);
                fields.Field(NameOf(index), ValueOf(index));
            }
            else if (first >= indexing)
            {
                Literal(ref block, 6, out var name, out var value);
                fields.Field(name, value);
                _table.Add(name, value);
            }
            else if (first >= resize)
            {
                if (begun || !_table.TryResize(Integer(ref block, 5)))
                {
                    throw new HpackException(begun
                        ? "a table's size changes in the middle of a header block"
                        : "a table's size is set above what was agreed");
                }

                continue;
            }
            else
            {
                // Without indexing, or never to be indexed.
                Literal(ref block, 4, out var name, out var value);
                fields.Field(name, value);
            }

            begun = true;
        }
    }

    private void Literal(ref ReadOnlySpan<byte> block, int prefix, out ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        var index = Integer(ref block, prefix);
        if (index == 0)
        {
            name = Text(ref block, ref _name);
        }
        else
        {
            // Copied, because adding the field may drop the one whose name it takes (4.4).
            var known = NameOf(index);
            Reserve(ref _name, known.Length);
            known.CopyTo(_name);
            name = _name.AsSpan(0, known.Length);
        }

        value = Text(ref block, ref _value);
    }

    private ReadOnlySpan<byte> NameOf(int index) => index is > 0 and <= StaticTable.Count
        ? StaticTable.Name(index)
        : _table.Name(Dynamic(index));

    private ReadOnlySpan<byte> ValueOf(int index) => index is > 0 and <= StaticTable.Count
        ? StaticTable.Value(index)
        : _table.Value(Dynamic(index));

    private int Dynamic(int index)
    {
        var place = index - StaticTable.Count - 1;
        return index > 0 && place < _table.Count
            ? place
            : throw new HpackException($"a header field has the index {index}, which nothing has");
    }

    private static int Integer(ref ReadOnlySpan<byte> block, int prefix)
    {
        const int mostShift = 21;
        var most = (1 << prefix) - 1;
        var value = block[0] & most;
        block = block[1..];
        if (value < most)
        {
            return value;
        }

        for (var shift = 0; shift <= mostShift; shift += 7)
        {
            if (block.IsEmpty)
            {
                throw new HpackException("a header block ends within a number");
            }

            var next = block[0];
            block = block[1..];
            value += (next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }

        throw new HpackException("a number in a header block is too large");
    }

    private static ReadOnlySpan<byte> Text(ref ReadOnlySpan<byte> block, ref byte[] buffer)
    {
        const int huffman = 0x80;
        if (block.IsEmpty)
        {
            throw new HpackException("a header block ends before a string");
        }

        var coded = block[0] >= huffman;
        var length = Integer(ref block, 7);
        if (length > block.Length)
        {
            throw new HpackException("a header block ends within a string");
        }

        var text = block[..length];
        block = block[length..];
        if (!coded)
        {
            return text;
        }

        Reserve(ref buffer, HuffmanCode.MostDecoded(length));
        var decoded = HuffmanCode.Decode(text, buffer);
        return decoded >= 0 ? buffer.AsSpan(0, decoded) : throw new HpackException("a string is no Huffman code");
    }

    private static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[2 * length];
        }
    }
}

/// <summary>Who gets the fields of a header block.</summary>
internal interface IFieldReader
{
    void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value);
}

/// <summary>A header block that cannot be read (COMPRESSION_ERROR).</summary>
internal sealed class HpackException(string message) : Exception(message);
