using System.Text;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Hpack;

namespace ProtoBench.Protocols.Tests.Lean;

/// <summary>HPACK by the examples of its standard, and against blocks that are none.</summary>
public sealed class HpackTests
{
    // RFC 7541, C.5 and C.6: three responses on one connection whose table has room for 256 bytes, so that entries are dropped.
    private static readonly string[] Plain =
    [
        "4803333032580770726976617465611d4d6f6e2c203231204f637420323031332032303a31333a323120474d54"
            + "6e1768747470733a2f2f7777772e6578616d706c652e636f6d",
        "4803333037c1c0bf",
        "88c1611d4d6f6e2c203231204f637420323031332032303a31333a323220474d54c05a04677a69707738"
            + "666f6f3d4153444a4b48514b425a584f5157454f50495541585157454f49553b206d61782d6167653d333630303b2076657273696f6e3d31",
    ];

    private static readonly string[] Huffman =
    [
        "488264025885aec3771a4b6196d07abe941054d444a8200595040b8166e082a62d1bff6e919d29ad171863c78f0b97c8e9ae82ae43d3",
        "4883640effc1c0bf",
        "88c16196d07abe941054d444a8200595040b8166e084a62d1bffc05a839bd9ab77ad94e7821dd7f2e6c7b335dfdfcd5b3960"
            + "d5af27087f3672c1ab270fb5291f9587316065c003ed4ee5b1063d5007",
    ];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_responses_of_the_standard_are_read_and_leave_its_table(bool huffman)
    {
        var decoder = new HpackDecoder(256);
        var blocks = huffman ? Huffman : Plain;
        string[] fields = [.. blocks.Select(block => Read(decoder, block))];

        Assert.Equal(
            ":status: 302|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com", fields[0]);
        Assert.Equal(
            ":status: 307|cache-control: private|date: Mon, 21 Oct 2013 20:13:21 GMT|location: https://www.example.com", fields[1]);
        Assert.Equal(
            ":status: 200|cache-control: private|date: Mon, 21 Oct 2013 20:13:22 GMT|location: https://www.example.com"
                + "|content-encoding: gzip|set-cookie: foo=ASDJKHQKBZXOQWEOPIUAXQWEOIU; max-age=3600; version=1",
            fields[2]);
        Assert.Equal((3, 215), (decoder.Table.Count, decoder.Table.Size));
        Assert.Equal("set-cookie", Encoding.ASCII.GetString(decoder.Table.Name(0)));
        Assert.Equal("gzip", Encoding.ASCII.GetString(decoder.Table.Value(1)));
        Assert.Equal("date", Encoding.ASCII.GetString(decoder.Table.Name(2)));
    }

    [Theory]
    [InlineData("828684410f7777772e6578616d706c652e636f6d", ":method: GET|:scheme: http|:path: /|:authority: www.example.com", 57)]
    [InlineData("828684418cf1e3c2e5f23a6ba0ab90f4ff", ":method: GET|:scheme: http|:path: /|:authority: www.example.com", 57)]
    [InlineData("400a637573746f6d2d6b65790d637573746f6d2d686561646572", "custom-key: custom-header", 55)]
    [InlineData("040c2f73616d706c652f70617468", ":path: /sample/path", 0)]
    [InlineData("100870617373776f726406736563726574", "password: secret", 0)]
    [InlineData("82", ":method: GET", 0)]
    public void The_single_fields_and_requests_of_the_standard_are_read(string block, string fields, int size)
    {
        var decoder = new HpackDecoder(4096);

        Assert.Equal(fields, Read(decoder, block));
        Assert.Equal(size, decoder.Table.Size);
    }

    [Theory]
    [InlineData("80", "index 0")]
    [InlineData("be", "index 62")]
    [InlineData("ff", "within a number")]
    [InlineData("ffffffffffff", "too large")]
    [InlineData("3fe21f", "above what was agreed")]
    [InlineData("8220", "in the middle")]
    [InlineData("40", "before a string")]
    [InlineData("4005616263", "within a string")]
    [InlineData("0084ffffffff00", "Huffman")]
    [InlineData("008100820000", "Huffman")]
    public void A_block_that_is_none_is_refused(string block, string what)
    {
        var error = Assert.Throws<HpackException>(() => Read(new HpackDecoder(4096), block));

        Assert.Contains(what, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_static_table_is_whole()
    {
        Assert.Equal(":authority", Encoding.ASCII.GetString(StaticTable.Name(1)));
        Assert.Equal("gzip, deflate", Encoding.ASCII.GetString(StaticTable.Value(16)));
        Assert.Equal("content-length", Encoding.ASCII.GetString(StaticTable.Name(28)));
        Assert.Equal("www-authenticate", Encoding.ASCII.GetString(StaticTable.Name(StaticTable.Count)));
    }

    [Fact]
    public void A_table_that_entries_run_through_keeps_the_newest_ones()
    {
        var table = new DynamicTable(200);
        for (var i = 0; i < 1_000; i++)
        {
            var value = new string((char)('a' + (i % 26)), i % 40);
            table.Add("name"u8, Encoding.ASCII.GetBytes(value));
            Assert.InRange(table.Size, 36, 200);
            Assert.Equal(value, Encoding.ASCII.GetString(table.Value(0)));
            Assert.Equal("name", Encoding.ASCII.GetString(table.Name(table.Count - 1)));
        }

        table.Add(new byte[300], []);
        Assert.Equal((0, 0), (table.Count, table.Size));
    }

    [Fact]
    public void Every_octet_comes_back_from_its_Huffman_code()
    {
        // Coded here by the lengths alone, from the most to the least significant bit.
        for (var octet = 0; octet < 256; octet++)
        {
            var found = Enumerable.Range(5, 26).SelectMany(bits => Candidates(bits)).FirstOrDefault(coded => Decodes(coded, (byte)octet));
            Assert.True(found is not null, $"no code for {octet}");
        }

        static IEnumerable<byte[]> Candidates(int bits)
        {
            // The first codes of a length follow the last ones of the shorter length, so few of them have to be tried.
            var from = bits switch { <= 8 => 0u, _ => (1u << bits) - Math.Min(1u << bits, 128u) };
            for (var code = from; code < 1u << bits; code++)
            {
                var padded = ((ulong)code << (64 - bits)) | (ulong.MaxValue >> bits);
                yield return [.. BitConverter.GetBytes(padded).Reverse().Take((bits + 7) / 8)];
            }
        }

        static bool Decodes(byte[] coded, byte octet)
        {
            Span<byte> decoded = stackalloc byte[16];
            return HuffmanCode.Decode(coded, decoded) == 1 && decoded[0] == octet;
        }
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        var request = LeanRequest.Of(new UserRequest
        {
            Name = "r",
            Method = "PUT",
            Target = "/a?b=c",
            Headers = [new("X-One", "1"), new("Connection", "close"), new("Authorization", "secret"), new("Host", "other:1")],
            Messages = [new byte[300]],
        });

        var block = HeaderBlock.Write(request, "https", "here:443");

        Assert.Equal(
            ":method: PUT|:scheme: https|:authority: other:1|:path: /a?b=c|x-one: 1|authorization: secret|content-length: 300",
            Read(new HpackDecoder(4096), Convert.ToHexString(block.Span)));
    }

    [Fact]
    public void Blocks_of_one_connection_name_earlier_fields_by_their_indices()
    {
        var table = new HeaderTable();
        table.Agree(null);
        var decoder = new HpackDecoder(4096);
        var first = Request("/a", ("User-Agent", "one"), ("Cookie", "secret"));
        var second = Request("/b", ("User-Agent", "two"));

        List<(string Fields, int Bytes)> read = [];
        foreach (var request in new[] { first, first, second, first, second })
        {
            var block = HeaderBlock.Write(request, "http", "here:80", table);
            read.Add((Read(decoder, Convert.ToHexString(block.Span)), block.Length));
        }

        const string one = ":method: GET|:scheme: http|:authority: here:80|:path: /a|user-agent: one|cookie: secret";
        const string two = ":method: GET|:scheme: http|:authority: here:80|:path: /b|user-agent: two";
        Assert.Equal([one, one, two, one, two], read.Select(block => block.Fields));

        // Method, scheme, authority and agent are one octet each, the path is a name's octet, a length and two octets.
        Assert.Equal([4 + 4 + (1 + 1 + 6 + 1 + 6), 8], [read[1].Bytes, read[4].Bytes]);
        Assert.Equal((3, 3 * 32 + 10 + 7 + 10 + 3 + 10 + 3), (decoder.Table.Count, decoder.Table.Size));
    }

    [Theory]
    [InlineData(0u, 0)]
    [InlineData(44u, 0)]
    [InlineData(45u, 1)]
    [InlineData(93u, 1)]
    [InlineData(94u, 2)]
    [InlineData(1_000_000u, 2)]
    public void The_servers_table_is_never_filled_beyond_its_size(uint bytes, int fields)
    {
        var table = new HeaderTable();
        var request = Request("/", ("User-Agent", "one"));
        var blind = HeaderBlock.Write(request, "http", "here:80", table);
        table.Agree(bytes);
        var decoder = new HpackDecoder((int)Math.Min(bytes, 4096));

        var known = HeaderBlock.Write(request, "http", "here:80", table);
        foreach (var sent in new[] { blind.ToArray(), [.. table.TakeLead().Span, .. known.Span] })
        {
            Assert.Equal(
                ":method: GET|:scheme: http|:authority: here:80|:path: /|user-agent: one", Read(decoder, Convert.ToHexString(sent)));
        }

        Assert.Equal(fields, decoder.Table.Count);
    }

    [Fact]
    public void A_table_that_becomes_smaller_is_begun_anew()
    {
        var table = new HeaderTable();
        table.Agree(null);
        var request = Request("/", ("User-Agent", "one"));
        var decoder = new HpackDecoder(4096);
        Read(decoder, Convert.ToHexString(HeaderBlock.Write(request, "http", "here:80", table).Span));
        var before = table.Generation;

        table.Agree(60);

        Assert.NotEqual(before, table.Generation);
        var block = HeaderBlock.Write(request, "http", "here:80", table);
        Assert.Equal(
            ":method: GET|:scheme: http|:authority: here:80|:path: /|user-agent: one",
            Read(decoder, Convert.ToHexString([.. table.TakeLead().Span, .. block.Span])));
        Assert.Equal(1, decoder.Table.Count);
        Assert.True(table.TakeLead().IsEmpty);
    }

    private static LeanRequest Request(string target, params (string Name, string Value)[] headers) =>
        LeanRequest.Of(new UserRequest
        {
            Name = "r",
            Method = "GET",
            Target = target,
            Headers = [.. headers.Select(header => KeyValuePair.Create(header.Name, header.Value))],
        });

    private static string Read(HpackDecoder decoder, string hex)
    {
        var fields = new Fields();
        decoder.Decode(Convert.FromHexString(hex), fields);
        return string.Join('|', fields.All);
    }

    private sealed class Fields : IFieldReader
    {
        public List<string> All { get; } = [];

        public void Field(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value) =>
            All.Add($"{Encoding.ASCII.GetString(name)}: {Encoding.ASCII.GetString(value)}");
    }
}
