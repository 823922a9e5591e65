namespace ProtoBench.Protocols.Grpc;

/// <summary>Ends a call on the server with this status.</summary>
internal sealed class GrpcStatusException(GrpcStatus status, string message) : Exception(message)
{
    public GrpcStatus Status { get; } = status;
}
