using BenchmarkDotNet.Attributes;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Lean.Exchanges;
using ProtoBench.Protocols.Lean.Hpack;
using ProtoBench.Protocols.Lean.Http2;

namespace ProtoBench.Benchmarks;

/// <summary>
/// What the lean client pays for the header block of a request (RFC 7541, 6), by how much of it is known already. Every exchange but the
/// first ones of a connection pays for <see cref="Cached"/>, and nothing may be allocated there.
/// </summary>
[MemoryDiagnoser]
public class HeaderBlockBenchmarks
{
    private const string Scheme = "http";
    private const string Authority = "127.0.0.1:8080";

    private readonly LeanRequest _bare = LeanRequest.Of(new UserRequest { Name = "bare" });
    private readonly LeanRequest _usual = LeanRequest.Of(new UserRequest
    {
        Name = "usual",
        Target = "/orders?from=2026-11-01",
        Headers =
        [
            new("User-Agent", "benchmark/1.0"), new("Accept", "application/json"), new("Accept-Language", "en"),
            new("X-Request", "3f2504e0-4f89-11d3-9a0c-0305e82c3301"), new("Authorization", "Bearer 0123456789abcdef"),
        ],
    });

    private readonly HeaderTable _table = new();
    private readonly HeaderBlocks _blocks = new(Scheme, Authority);

    [GlobalSetup]
    public void Begin()
    {
        _table.Agree(null);
        _ = HeaderBlock.Write(_usual, Scheme, Authority, _table);
        _blocks.Table.Agree(null);

        // The first adds fields and is for once; the second is kept.
        _ = _blocks.Of(_usual);
        _ = _blocks.Of(_usual);
    }

    /// <summary>As it was written for an earlier exchange.</summary>
    [Benchmark]
    public int Cached() => _blocks.Of(_usual).Length;

    /// <summary>Nothing but what every server knows (RFC 7541, appendix A) and the server's name.</summary>
    [Benchmark]
    public int Static() => HeaderBlock.Write(_bare, Scheme, Authority).Length;

    /// <summary>Written again, by indices, because another request has added to the server's table.</summary>
    [Benchmark]
    public int Indexed() => HeaderBlock.Write(_usual, Scheme, Authority, _table).Length;

    /// <summary>The first of a connection: its fields are written out and added to the server's table.</summary>
    [Benchmark]
    public int New()
    {
        var table = new HeaderTable();
        table.Agree(null);
        return HeaderBlock.Write(_usual, Scheme, Authority, table).Length;
    }
}
