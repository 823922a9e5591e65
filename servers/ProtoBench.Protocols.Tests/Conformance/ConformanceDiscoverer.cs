using Xunit.Abstractions;
using Xunit.Sdk;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// Turns one <see cref="ConformanceTheoryAttribute"/> test into a case per variant. xunit's own theories fail on an empty set.
/// </summary>
public sealed class ConformanceDiscoverer(IMessageSink diagnosticMessageSink) : IXunitTestCaseDiscoverer
{
    public IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo factAttribute)
    {
        var requirement = factAttribute.GetNamedArgument<Requirement>(nameof(ConformanceTheoryAttribute.Requires));
        var display = discoveryOptions.MethodDisplayOrDefault();
        var displayOptions = discoveryOptions.MethodDisplayOptionsOrDefault();
        foreach (var variant in ProtocolVariant.All.Where(variant => variant.Meets(requirement)))
        {
            yield return variant.Protocol.UnsupportedReason is { } reason
                ? new XunitSkippedDataRowTestCase(diagnosticMessageSink, display, displayOptions, testMethod, reason, [variant])
                : new XunitTestCase(diagnosticMessageSink, display, displayOptions, testMethod, [variant]);
        }
    }
}
