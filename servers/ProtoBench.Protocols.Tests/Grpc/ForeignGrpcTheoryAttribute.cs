using Xunit.Sdk;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Runs the test once for every <see cref="ForeignGrpc"/>; one that is not here is shown as skipped with its reason.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ProtoBench.Protocols.Tests.Grpc.ForeignGrpcDiscoverer", "ProtoBench.Protocols.Tests")]
public sealed class ForeignGrpcTheoryAttribute : FactAttribute;
