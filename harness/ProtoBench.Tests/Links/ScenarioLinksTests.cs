using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Links;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using ProtoBench.Trials;
using Xunit;

namespace ProtoBench.Tests.Links;

public sealed class ScenarioLinksTests : IDisposable
{
    private const string Office = "title: Our office\nsource: measured\ndelay: 7 ms\ntrace: evening.trace\n";

    private readonly TemporaryFolder _folder = new();

    [Fact]
    public void A_file_beside_the_scenario_is_a_link_and_its_text_part_of_the_scenario()
    {
        WriteOffice();
        var (scenario, failures) = Resolve("links: [loopback, wan-40ms, ./office.yaml]");

        Assert.Empty(failures);
        Assert.Equal(["loopback", "wan-40ms", "office"], scenario.Links);
        Assert.Equal(["wan-40ms", "office"], scenario.LinkProfiles!.Select(source => source.Name));
        Assert.Equal([null, "./office.yaml"], scenario.LinkProfiles!.Select(source => source.File));
        Assert.Equal(Office, scenario.LinkProfiles![1].Text);
        Assert.Equal("1\n4\n", scenario.LinkProfiles[1].Traces!["evening.trace"]);
        Assert.Equal(TimeSpan.FromMilliseconds(7), ScenarioLinks.Of(scenario, "office")!.Up.Delay);
        Assert.Equal(2, ScenarioLinks.Of(scenario, "office")!.Up.Trace!.Count);
        Assert.Equal(TimeSpan.FromMilliseconds(40), ScenarioLinks.Of(scenario, "wan-40ms")!.RoundTrip);
        Assert.Null(ScenarioLinks.Of(scenario, "loopback"));
    }

    [Fact]
    public void A_scenario_over_loopback_has_no_profiles() => Assert.Null(Resolve("links: [loopback]").Scenario.LinkProfiles);

    [Theory]
    [InlineData("title: t\nsource: s\ndelay: 3\n", "office.yaml:3:8: error PB2005")]
    [InlineData("title: t\nsource: s\nemulated: false\n", "error PB2008: `emulated: false` builds no link")]
    [InlineData("title: t\nsource: s\ntrace: ../evening.trace\n", "a trace lies beside its profile")]
    [InlineData(null, "office.yaml: error PB2001")]
    public void What_is_wrong_with_a_file_is_told_before_anything_starts(string? text, string expected)
    {
        if (text is not null)
        {
            File.WriteAllText(_folder.File("office.yaml"), text);
        }

        var failure = Assert.Single(Resolve("links: [./office.yaml]").Failures);

        Assert.Contains(expected, failure.RenderErrors(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_run_keeps_a_copy_which_later_changes_of_the_original_do_not_reach()
    {
        WriteOffice();
        var scenario = Resolve("links: [./office.yaml]").Scenario;
        File.WriteAllText(_folder.File("office.yaml"), "nonsense");
        using var run = new TemporaryFolder();

        var placed = LinkProfileFiles.Place(scenario, "office", run.Path);

        Assert.Equal(run.File("links/office.yaml"), placed);
        Assert.Equal(Office, File.ReadAllText(placed));
        Assert.Equal("1\n4\n", File.ReadAllText(run.File("links/evening.trace")));
        Assert.Equal(
            LinkProfileDescription.Of(
                ScenarioLinks.Of(scenario, "office")!), LinkProfileDescription.Of(LinkProfileCatalog.Load(placed).Profile!));
        Assert.Equal("office", LinkProfileFiles.Place(scenario with { LinkProfiles = null }, "office", run.Path));
    }

    [Fact]
    public void Links_of_one_name_are_the_same_only_when_they_do_the_same()
    {
        var before = With("delay: 7 ms");
        Assert.True(ScenarioLinks.AreSame("office", before, With("delay: 7000 us # as before"), out _));
        Assert.False(ScenarioLinks.AreSame("office", before, With("delay: 8 ms"), out var difference));
        Assert.Equal("each way: delay 7 ms; congestion control cubic → each way: delay 8 ms; congestion control cubic", difference);
        Assert.Null(ScenarioLinks.AreSame("office", before, before with { LinkProfiles = null }, out _));
        Assert.True(ScenarioLinks.AreSame("loopback", before, before, out _));
    }

    public void Dispose() => _folder.Dispose();

    private static Scenario With(string line) => TrialPlans.Echo() with
    {
        Links = ["office"],
        LinkProfiles = [new LinkProfileSource { Name = "office", Text = $"title: t\nsource: s\n{line}\n" }],
    };

    private (Scenario Scenario, IReadOnlyList<LinkProfileReading> Failures) Resolve(string links) =>
        ScenarioLinks.Resolve(Read.Scenario(Read.Lines(links)), _folder.Path);

    private void WriteOffice()
    {
        File.WriteAllText(_folder.File("office.yaml"), Office);
        File.WriteAllText(_folder.File("evening.trace"), "1\n4\n");
    }
}
