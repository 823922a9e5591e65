using System.Text;
using System.Text.Json.Serialization;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Scenarios.Requests;

/// <summary>A request as its user wrote it, before it is made ready for a protocol.</summary>
public sealed record RequestSpec
{
    /// <summary>Unique within the workload.</summary>
    public required string Name { get; init; }

    /// <summary>Path and query. Default: the path of the server's address, or <c>/</c>.</summary>
    public string? Path { get; init; }

    /// <summary>Default GET, and POST with a body.</summary>
    public string? Method { get; init; }

    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Further header fields to make up, such as a real client of today sends. Default 0.</summary>
    public int GeneratedHeaders { get; init; }

    /// <summary>Length of a made-up bearer token in Authorization; 0: none.</summary>
    public int BearerBytes { get; init; }

    /// <summary>The body as text; null: none, or one of the two below.</summary>
    public string? Body { get; init; }

    /// <summary>File with the body, relative to the scenario's file.</summary>
    public string? BodyFile { get; init; }

    /// <summary>Length of a made-up body.</summary>
    public int? BodyBytes { get; init; }

    /// <summary>
    /// What <see cref="BodyFile"/> was when the scenario was read; null: no file. The file itself is read by the client, before it
    /// connects.
    /// </summary>
    public BodyFileContent? BodyContent { get; init; }

    /// <summary>Bytes of the body, whatever it comes from; null: there is none.</summary>
    [JsonIgnore]
    public int? BodyLength => Body is { } text ? Encoding.UTF8.GetByteCount(text) : BodyContent?.Bytes ?? BodyBytes;

    /// <summary>The method that is sent.</summary>
    [JsonIgnore]
    public string SentMethod => Method ?? (BodyLength is null ? "GET" : "POST");

    /// <summary>All that makes it another request than another one, in one text.</summary>
    [JsonIgnore]
    internal string Meaning => string.Join(
        '\n',
        [
            Name, SentMethod, Path ?? "/", $"{GeneratedHeaders} {BearerBytes} {BodyBytes} {Expect} {Weight} {BodyContent?.Sha256}",
            .. (Headers ?? new Dictionary<string, string>()).Select(pair => $"{pair.Key}: {pair.Value}"), "", Body ?? "",
            .. Rpc is { } call ? call.Messages.Prepend(call.Method) : [],
        ]);

    /// <summary>For example <c>POST /orders, 1 KiB body</c>.</summary>
    [JsonIgnore]
    public string Description =>
        (Rpc is { } call ? $"call of {call.Method}" : $"{SentMethod} {Path ?? "/"}")
            + (BodyLength is { } bytes ? $", {ByteText.Format(bytes)} body" : "")
            + (GeneratedHeaders > 0 ? $", {GeneratedHeaders} made-up header fields" : "")
            + (BearerBytes > 0 ? $", bearer token of {ByteText.Format(BearerBytes)}" : "");

    /// <summary>The gRPC call that this is, in place of path, method and body; null: an HTTP request or a message.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RpcSpec? Rpc { get; init; }

    /// <summary>First and last status that is a success; null: the protocol's own (2xx, gRPC 0).</summary>
    public StatusRange? Expect { get; init; }

    /// <summary>Its share among the requests of the workload. Default 1.</summary>
    public int Weight { get; init; } = 1;
}
