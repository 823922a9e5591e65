using Xunit.Sdk;

namespace ProtoBench.Protocols.Tests.Conformance;

/// <summary>
/// Runs the test once for every <see cref="ProtocolVariant"/> that meets <see cref="Requires"/>. None is no failure; a protocol this
/// machine cannot run is shown as skipped with its reason.
/// </summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("ProtoBench.Protocols.Tests.Conformance.ConformanceDiscoverer", "ProtoBench.Protocols.Tests")]
public sealed class ConformanceTheoryAttribute : FactAttribute
{
    public Requirement Requires { get; set; }
}
