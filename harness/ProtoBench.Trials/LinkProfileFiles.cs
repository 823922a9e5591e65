using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Links;

namespace ProtoBench.Trials;

/// <summary>The profiles of a run as files beside its results, for the link processes and for <c>protobench link check</c> later.</summary>
internal static class LinkProfileFiles
{
    private const string Folder = "links";

    /// <summary>
    /// What <c>protobench link serve</c> takes for a link: its profile's copy, written when it is not there; the mere name for a run from
    /// before profiles were kept.
    /// </summary>
    public static string Place(Scenario scenario, string link, string runFolder)
    {
        if (ScenarioLinks.SourceOf(scenario, link) is not { } source)
        {
            return link;
        }

        var folder = Directory.CreateDirectory(Path.Combine(runFolder, Folder)).FullName;
        var profile = Path.Combine(folder, $"{source.Name}.yaml");
        Write(profile, source.Text);
        foreach (var (name, text) in source.Traces ?? new Dictionary<string, string>())
        {
            Write(Path.Combine(folder, name), text);
        }

        return profile;
    }

    private static void Write(string path, string text)
    {
        if (!File.Exists(path) || File.ReadAllText(path) != text)
        {
            File.WriteAllText(path, text);
        }
    }
}
