namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>A test that needs Debian's python3-grpcio.</summary>
public sealed class PythonGrpcFactAttribute : FactAttribute
{
    public PythonGrpcFactAttribute() => Skip = ForeignGrpc.All[0].MissingReason;
}
