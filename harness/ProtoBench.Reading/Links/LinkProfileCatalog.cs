using ProtoBench.Model.Scenarios.Reading;

namespace ProtoBench.Reading.Links;

/// <summary>Finds profiles by name: those inside the program, those of a clone, or any file by its path.</summary>
public static class LinkProfileCatalog
{
    // What a clone has beside scenarios/: a program that is installed below a folder with scenarios/links in it is not of that folder.
    private const string CloneMark = "ProtoBench.sln";

    /// <summary>
    /// The folder scenarios/links of the clone that the program was built in, else of the current folder or one above it; null when there
    /// is none. A profile there, which may have been edited since the program was built, comes before the one in the program.
    /// </summary>
    public static string? Folder => FindUpwards(AppContext.BaseDirectory, CloneMark) ?? FindUpwards(Environment.CurrentDirectory, "");

    /// <summary>Names of the profiles that ship, and of those in <see cref="Folder"/>, in alphabetical order.</summary>
    public static IReadOnlyList<string> Names => Folder is { } folder
        ? [.. Directory.EnumerateFiles(folder, "*.yaml").Select(path => Path.GetFileNameWithoutExtension(path))
            .Union(ShippedLinkProfiles.Names).Order(StringComparer.Ordinal)]
        : ShippedLinkProfiles.Names;

    /// <summary>Names of the profiles inside the program, in alphabetical order.</summary>
    public static IReadOnlyList<string> Shipped => ShippedLinkProfiles.Names;

    /// <summary>The YAML of a profile inside the program; null where there is none of that name.</summary>
    public static string? TextOfShipped(string name) => ShippedLinkProfiles.Text(name);

    /// <summary>Loads a profile by name, or by path when the text has a slash or ends in <c>.yaml</c>.</summary>
    public static LinkProfileReading Load(string nameOrPath)
    {
        if (IsPath(nameOrPath))
        {
            return LinkProfileFile.Load(nameOrPath);
        }

        return FileOf(nameOrPath) is { } file
            ? LinkProfileFile.Load(file)
            : ShippedLinkProfiles.Text(nameOrPath) is { } text
            ? LinkProfileFile.Parse(text, nameOrPath + ".yaml", NoTrace)
            : new LinkProfileReading(null, [new(
                nameOrPath,
                0,
                0,
                1,
                LinkProfileErrorCodes.UnknownProfile,
                "no link profile has this name",
                Spelling.Hint(nameOrPath, Names, "known are"))], "");
    }

    /// <summary>
    /// The file that is taken for a profile that ships and is not the same; null where the one that ships is taken, or one of another name.
    /// Whoever has forgotten it must not take its figures for those of the profile that ships.
    /// </summary>
    public static string? FileInsteadOfShipped(string name) =>
        !IsPath(name) && FileOf(name) is { } file && ShippedLinkProfiles.Text(name) is { } shipped && File.ReadAllText(file) != shipped
            ? file
            : null;

    private static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.EndsWith(".yaml", StringComparison.Ordinal);

    private static string? FileOf(string name) =>
        Folder is { } folder && Path.Combine(folder, name + ".yaml") is var file && File.Exists(file) ? file : null;

    private static string NoTrace(string name) => throw new IOException($"the profile ships, and the trace '{name}' does not");

    private static string? FindUpwards(string start, string mark)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "scenarios", "links");
            if (Directory.Exists(candidate) && (mark.Length == 0 || File.Exists(Path.Combine(folder.FullName, mark))))
            {
                return candidate;
            }
        }

        return null;
    }
}
