using ProtoBench.Load.Workloads;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>Reads scenario text against the stub catalog.</summary>
internal static class Read
{
    public static ScenarioVocabulary Vocabulary { get; } =
        new(StubProtocol.Catalog, ["loopback", "wan-40ms"]) { Workloads = WorkloadCatalog.All };

    public static ScenarioReading Text(string text, params string[] set) =>
        ScenarioFile.Parse(text, "some/Case 1.yaml", new ScenarioOverrides { Set = set }, Vocabulary);

    /// <summary>Further lines after the three that every scenario needs.</summary>
    public static ScenarioReading Lines(string lines, params string[] set) =>
        Text($"title: Which?\nprotocols: [tcp, http2]\nworkloads: {{ echo: {{}} }}\n{lines}", set);

    /// <summary>A scenario that must be right; its errors otherwise.</summary>
    public static Scenario Scenario(ScenarioReading reading)
    {
        Assert.True(reading.Succeeded, ScenarioErrorText.Render(reading.Errors, reading.Text));
        return reading.Scenario;
    }
}
