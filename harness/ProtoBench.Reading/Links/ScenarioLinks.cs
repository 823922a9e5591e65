using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>The link profiles of a scenario: read once, before anything starts, and from then on part of it.</summary>
public static class ScenarioLinks
{
    /// <summary>Reads the profile of every emulated link.</summary>
    /// <param name="scenario">As it was read.</param>
    /// <param name="folder">The folder that the files it names are relative to.</param>
    /// <param name="load">Reads a profile by its name or path; the catalog when left out.</param>
    /// <returns>The scenario with their texts, and every reading that failed.</returns>
    public static (Scenario Scenario, IReadOnlyList<LinkProfileReading> Failures) Resolve(
        Scenario scenario, string folder, Func<string, LinkProfileReading>? load = null)
    {
        var sources = new List<LinkProfileSource>();
        var failures = new List<LinkProfileReading>();
        foreach (var name in scenario.Links.Where(link => link != ScenarioVocabulary.Loopback))
        {
            var file = scenario.LinkProfiles?.FirstOrDefault(source => source.Name == name)?.File;
            var reading = (load ?? LinkProfileCatalog.Load)(file is null ? name : Path.Combine(folder, file));
            if (reading.Profile is { Emulated: false })
            {
                reading = new LinkProfileReading(
                    null, [new(
                        file ?? name,
                        0,
                        0,
                        1,
                        LinkProfileErrorCodes.NoEffect,
                        "`emulated: false` builds no link",
                        "write `loopback` in the scenario")], "");
            }

            if (reading.Profile is null)
            {
                failures.Add(reading);
            }

            sources.Add(new LinkProfileSource
            {
                Name = name,
                File = file,
                Text = reading.Text,
                Traces = reading.Traces.Count > 0 ? reading.Traces : null,
            });
        }

        return (scenario with { LinkProfiles = sources.Count > 0 ? sources : null }, failures);
    }

    /// <summary>
    /// The profile that trials over <paramref name="link"/> meet; null for loopback, and for runs from before profiles were kept.
    /// </summary>
    public static LinkProfile? Of(Scenario scenario, string link) => SourceOf(scenario, link) is { } source
        ? LinkProfileFile.Parse(
            source.Text,
            $"{source.Name}.yaml",
            name => source.Traces?.GetValueOrDefault(name)
                ?? throw new FileNotFoundException($"the run has not kept the trace '{name}'")).Profile
        : null;

    /// <summary>What <see cref="Of"/> is read from.</summary>
    public static LinkProfileSource? SourceOf(Scenario scenario, string link) =>
        scenario.LinkProfiles?.FirstOrDefault(source => source.Name == link);

    /// <summary>Whether two runs mean the same by a link; null where one of them has not kept its profile.</summary>
    /// <param name="link">The name in both.</param>
    /// <param name="before">One scenario.</param>
    /// <param name="after">The other.</param>
    /// <param name="difference">Both descriptions, where they differ.</param>
    public static bool? AreSame(string link, Scenario before, Scenario after, out string difference)
    {
        difference = "";
        if (link == ScenarioVocabulary.Loopback)
        {
            return true;
        }

        if (Of(before, link) is not { } first || Of(after, link) is not { } second)
        {
            return null;
        }

        var (old, now) = (LinkProfileDescription.Of(first), LinkProfileDescription.Of(second));
        difference = old == now ? "" : $"{old} → {now}";
        return old == now;
    }
}
