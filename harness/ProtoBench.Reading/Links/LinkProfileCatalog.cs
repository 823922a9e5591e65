using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>Finds profiles by name: the shipped ones, or any file by its path.</summary>
public static class LinkProfileCatalog
{
    /// <summary>
    /// Folder of the shipped profiles, looked for from the program's own folder and the current one upwards; null when there is none.
    /// </summary>
    public static string? Folder => FindUpwards(AppContext.BaseDirectory) ?? FindUpwards(Environment.CurrentDirectory);

    /// <summary>Names of the shipped profiles in alphabetical order.</summary>
    public static IReadOnlyList<string> Names => Folder is { } folder
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path)).Order(
            StringComparer.Ordinal)]
        : [];

    /// <summary>Loads a profile by name, or by path when the text has a slash or ends in <c>.yaml</c>.</summary>
    public static LinkProfileReading Load(string nameOrPath)
    {
        if (nameOrPath.Contains('/', StringComparison.Ordinal) || nameOrPath.EndsWith(".yaml", StringComparison.Ordinal))
        {
            return LinkProfileFile.Load(nameOrPath);
        }

        return Names.Contains(nameOrPath)
            ? LinkProfileFile.Load(Path.Combine(Folder!, nameOrPath + ".yaml"))
            : new LinkProfileReading(null, [new(
                nameOrPath,
                0,
                0,
                1,
                LinkProfileErrorCodes.UnknownProfile,
                "no link profile has this name",
                Spelling.Hint(nameOrPath, Names, "known are"))], "");
    }

    private static string? FindUpwards(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "scenarios", "links");
            if (Directory.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
