using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;
using ProtoBench.Protocols.Grpc;
using ProtoBench.Protocols.Shared.Protobuf;

namespace ProtoBench.Load.Requests;

/// <summary>Makes gRPC calls as their user wrote them ready to be sent.</summary>
internal static class RpcRequests
{
    /// <summary>gRPC's own success.</summary>
    public static readonly StatusRange Ok = new(0, 0);

    /// <summary>The call as it goes over the wire, by the description of its service.</summary>
    /// <exception cref="ProtoException">There is no such method, or a message is none of its.</exception>
    public static RpcWire Wire(RpcSpec rpc, RpcDescriptors descriptors)
    {
        var method = descriptors.Find(rpc.Method);
        if (!method.IsClientStreaming && rpc.Messages.Count > 1)
        {
            throw new ProtoException(
                $"{rpc.Method} takes one message, not {rpc.Messages.Count}; only streams of the client's have several");
        }

        // What is not written is a message without fields, but for streams, which may have none.
        var messages = rpc.Messages.Count == 0 && !method.IsClientStreaming ? ["{}"] : rpc.Messages;
        return new RpcWire(
            method.IsClientStreaming,
            method.IsServerStreaming,
            [.. messages.Select(message => JsonMessage.Encode(method.InputType, message))]);
    }

    /// <summary>The request of a call whose <see cref="RpcSpec.Wire"/> is known.</summary>
    /// <param name="spec">With the call.</param>
    /// <param name="headers">Its metadata.</param>
    public static UserRequest Make(RequestSpec spec, IReadOnlyList<KeyValuePair<string, string>> headers)
    {
        var wire = spec.Rpc?.Wire ?? throw new InvalidOperationException(
            $"the call '{spec.Name}' has not been described yet: {nameof(ResolveAsync)} comes first");
        return new UserRequest
        {
            Name = spec.Name,
            Method = "POST",
            Target = $"/{spec.Rpc.Method}",
            Headers = headers,
            Messages = [.. wire.Messages.Select(message => (ReadOnlyMemory<byte>)message)],
            Streams = new RpcStreams(wire.FromClient, wire.FromServer),
            Compression = spec.Rpc.Compression,
            Expected = spec.Expect ?? Ok,
        };
    }

    /// <summary>Asks the server for what no <c>.proto</c> file describes, once, before anything is measured.</summary>
    /// <exception cref="IOException">The server does not tell, or a message does not fit what it tells.</exception>
    public static async ValueTask<Workload> ResolveAsync(Workload workload, EndpointSettings settings, CancellationToken cancellationToken)
    {
        var unknown = (workload.Requests ?? []).Where(request => request.Rpc is { Wire: null })
            .Select(request => request.Rpc!.Method).ToList();
        if (unknown.Count == 0)
        {
            return workload;
        }

        try
        {
            var descriptors = await RpcReflection.ReadAsync(settings, unknown, cancellationToken).ConfigureAwait(false);
            return workload with
            {
                Requests = [.. workload.Requests!.Select(request => request.Rpc is { Wire: null } rpc
                    ? request with { Rpc = rpc with { Wire = Wire(rpc, descriptors) } }
                    : request)],
            };
        }
        catch (ProtoException error)
        {
            throw new IOException($"the calls of gRPC cannot be made: {error.Message}", error);
        }
    }
}
