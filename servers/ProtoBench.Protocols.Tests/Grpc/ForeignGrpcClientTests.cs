using System.Net;
using System.Text.Json.Nodes;
using ProtoBench.Contract;
using ProtoBench.Contract.Tls;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Foreign clients call our server.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class ForeignGrpcClientTests
{
    private static readonly IPEndPoint AnyPort = new(IPAddress.Loopback, 0);

    [ForeignGrpcTheory]
    public async Task A_foreign_client_makes_a_unary_call(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "unary");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(100_001, (int?)result["bytes"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_exchanges_the_largest_message(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "largest");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(ProtocolTraits.LargestMessageBytes, (int?)result["bytes"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_is_told_that_its_message_is_over_the_limit(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "oversized");

        Assert.Equal("RESOURCE_EXHAUSTED", (string?)result["code"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_receives_a_stream(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "download");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(1_000_007, (int?)result["bytes"]);
        Assert.Equal(101, (int?)result["messages"]);
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_sends_a_stream(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "upload");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal(500_007, (int?)result["bytes"]);
        Assert.Equal(52, (int?)result["messages"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_streams_in_both_directions_at_once(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "converse");

        Assert.Equal("OK", (string?)result["code"]);
        Assert.Equal([0, 1, 1_000, 70_000, 1_000_000], result["sizes"]!.AsArray().Select(size => (int)size!));
        Assert.True((bool?)result["intact"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_sees_its_deadline_kept_while_it_receives(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "overdue");

        // Both sides know the deadline. Whoever is first ends the call: the client's timer, or the server's by a reset of the stream, which
        // clients call cancelled (gRPC over HTTP/2, Errors).
        Assert.Contains((string?)result["code"], (string[])["DEADLINE_EXCEEDED", "CANCELLED"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_sees_its_deadline_kept_while_nothing_is_said(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "idle");

        Assert.Equal("DEADLINE_EXCEEDED", (string?)result["code"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_is_told_that_a_method_does_not_exist(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "unknown");

        Assert.Equal("UNIMPLEMENTED", (string?)result["code"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_is_told_what_is_wrong_with_its_request(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "wrong");

        Assert.Equal("INVALID_ARGUMENT", (string?)result["code"]);
        Assert.StartsWith("response_bytes is -1", (string?)result["details"], StringComparison.Ordinal);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_is_told_that_compression_is_not_supported(ForeignGrpc foreign)
    {
        var result = await CallOurServerAsync(foreign, "compressed");

        Assert.Equal("UNIMPLEMENTED", (string?)result["code"]);
    }

    [ForeignGrpcTheory]
    public async Task A_foreign_client_calls_over_TLS(ForeignGrpc foreign)
    {
        using var identity = TlsIdentity.Create();
        var certificate = Path.GetTempFileName();
        await File.WriteAllTextAsync(certificate, identity.CertificatePem());
        await using var server = await new GrpcProtocol().ListenAsync(new() { EndPoint = AnyPort, Tls = identity }, Limits.Token());

        var result = await ForeignGrpcPeer.CallAsync(foreign, server.EndPoint, "unary", certificate);
        var stream = await ForeignGrpcPeer.CallAsync(foreign, server.EndPoint, "converse", certificate);
        File.Delete(certificate);

        Assert.Equal("OK", (string?)result["code"]);
        Assert.True((bool?)result["intact"]);
        Assert.Equal("OK", (string?)stream["code"]);
        Assert.True((bool?)stream["intact"]);
    }

    private static async Task<JsonNode> CallOurServerAsync(ForeignGrpc foreign, string what)
    {
        // The request over the limit is zeroes and would be refused for that.
        var settings = new EndpointSettings { EndPoint = AnyPort, VerifyContent = what != "oversized" };
        await using var server = await new GrpcProtocol().ListenAsync(settings, Limits.Token());
        return await ForeignGrpcPeer.CallAsync(foreign, server.EndPoint, what);
    }
}
