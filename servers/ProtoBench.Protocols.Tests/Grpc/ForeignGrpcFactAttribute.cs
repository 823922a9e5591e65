namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>A test that needs a gRPC implementation of somebody else.</summary>
public sealed class ForeignGrpcFactAttribute : FactAttribute
{
    public ForeignGrpcFactAttribute() => Skip = ForeignGrpcPeer.MissingReason;
}
