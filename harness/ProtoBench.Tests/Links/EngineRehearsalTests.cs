using ProtoBench.Links.Engine;
using ProtoBench.Reading.Links;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class EngineRehearsalTests
{
    public static TheoryData<string> Emulated => CertificationTests.Emulated;

    [Theory]
    [MemberData(nameof(Emulated))]
    public void Every_shipped_profile_can_be_rehearsed(string name) => EngineRehearsal.Run(LinkProfileCatalog.Load(name).Profile!);
}
