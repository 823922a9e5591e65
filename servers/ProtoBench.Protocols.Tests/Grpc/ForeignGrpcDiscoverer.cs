using Xunit.Abstractions;
using Xunit.Sdk;

namespace ProtoBench.Protocols.Tests.Grpc;

/// <summary>Turns one <see cref="ForeignGrpcTheoryAttribute"/> test into a case per implementation.</summary>
public sealed class ForeignGrpcDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var display = discoveryOptions.MethodDisplayOrDefault();
        var displayOptions = discoveryOptions.MethodDisplayOptionsOrDefault();
        foreach (var foreign in ForeignGrpc.All)
        {
            yield return foreign.MissingReason is { } reason
                ? new XunitSkippedDataRowTestCase(diagnosticMessageSink, display, displayOptions, testMethod, reason, [foreign])
                : new XunitTestCase(diagnosticMessageSink, display, displayOptions, testMethod, [foreign]);
        }
    }
}
