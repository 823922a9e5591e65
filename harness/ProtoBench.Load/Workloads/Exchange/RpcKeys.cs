using ProtoBench.Contract.Requests;
using ProtoBench.Load.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Protocols.Shared.Protobuf;

namespace ProtoBench.Load.Workloads.Exchange;

/// <summary>What a scenario can say of a gRPC call.</summary>
internal static class RpcKeys
{
    private static readonly KeyOf<string> Method = new("method", new RpcNameShape(), "The method, as package.Service/Method.")
    {
        Required = true,
    };

    private static readonly KeyOf<string> Proto = new(
        "proto",
        new TextShape { MayLookTyped = true },
        "The .proto file that describes it, beside the scenario. Default: the server is asked (server reflection).");

    private static readonly KeyOf<string> Message = new("message", new JsonShape(), "Its message, in JSON or YAML. Default {}.");

    private static readonly KeyOf<IReadOnlyList<Placed<string>>> Messages = new(
        "messages",
        new ListShape<string>("messages", new JsonShape()) { MayBeEmpty = true },
        "Its messages, where the client sends a stream of them.");

    private static readonly KeyOf<RpcCompression> Compression = new(
        "compression",
        new ChoiceShape<RpcCompression>(),
        "How its messages are compressed, and which compression it takes in responses. Default none.");

    public static MappingShape<RpcSpec> Call { get; } = new("a call", [Method, Proto, Message, Messages, Compression], Build);

    /// <summary>The key of a request.</summary>
    public static KeyOf<RpcSpec> Rpc { get; } = new(
        "rpc",
        new RpcShape(),
        "A gRPC call in place of path, method and body: package.Service/Method, or a mapping with method, proto, message or messages, and compression.");

    /// <summary>The call of a request; null: it is none. Reports what has no meaning beside it.</summary>
    public static RpcSpec? Read(MappingReader reader, IEnumerable<Key> excluded)
    {
        if (!reader.TryGet(Rpc, out var rpc))
        {
            return null;
        }

        foreach (var key in excluded.Where(reader.Has))
        {
            reader.Report(
                key,
                ScenarioErrorCodes.KeyNotApplicable,
                $"'{key.Name}' has no meaning beside '{Rpc.Name}'",
                "remove one of them",
                atKey: true);
        }

        return rpc;
    }

    // With a file the messages are put into protobuf at once, so that every mistake in them is told before anything starts.
    private static RpcSpec Build(MappingReader reader)
    {
        if (reader.Has(Message) && reader.Has(Messages))
        {
            reader.Report(
                Messages,
                ScenarioErrorCodes.KeyNotApplicable,
                "a call has either 'message' or 'messages'",
                "write one of them",
                atKey: true);
        }

        var errors = reader.Context.Errors.Count;
        var rpc = new RpcSpec
        {
            Method = reader.Get(Method, ""),
            ProtoFile = reader.Get(Proto, null!),
            Compression = reader.Get(Compression, RpcCompression.None),
            Messages = reader.TryGet(Message, out var message)
                ? [message]
                : [.. reader.Get(Messages, []).Select(placed => placed.Value)],
        };
        return rpc.ProtoFile is { } file && reader.Context.Errors.Count == errors ? rpc with { Wire = WireOf(rpc, file, reader) } : rpc;
    }

    private static RpcWire? WireOf(RpcSpec rpc, string file, MappingReader reader)
    {
        var path = Path.GetFullPath(Path.Combine(reader.Context.Folder, file));
        RpcDescriptors descriptors;
        try
        {
            descriptors = File.Exists(path)
                ? ProtoFile.Read(path, reader.Context.Folder)
                : throw new ProtoException("there is no such file");
        }
        catch (Exception error) when (error is ProtoException or IOException or UnauthorizedAccessException)
        {
            reader.Report(
                Proto,
                ScenarioErrorCodes.BadRpc,
                $"'{Spelling.Shorten(file)}' does not describe the service: {error.Message}",
                $"it is looked for beside the scenario: {path}");
            return null;
        }

        try
        {
            _ = descriptors.Find(rpc.Method);
        }
        catch (ProtoException error)
        {
            reader.Report(Method, ScenarioErrorCodes.BadRpc, error.Message, $"so says {file}");
            return null;
        }

        try
        {
            return RpcRequests.Wire(rpc, descriptors);
        }
        catch (ProtoException error)
        {
            var at = reader.Has(Message) ? Message : reader.Has(Messages) ? (Key)Messages : Method;
            reader.Report(at, ScenarioErrorCodes.BadRpc, error.Message, $"so says {file}");
            return null;
        }
    }
}
