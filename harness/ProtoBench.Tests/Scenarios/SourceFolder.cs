namespace ProtoBench.Tests.Scenarios;

/// <summary>The root of the source tree, found from the built tests upwards.</summary>
internal static class SourceFolder
{
    public static string Root { get; } = Find();

    public static string Scenarios => Path.Combine(Root, "scenarios");

    public static string ReadScenariosFile(string name) => File.ReadAllText(Path.Combine(Scenarios, name));

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "ProtoBench.sln")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No ProtoBench.sln above {AppContext.BaseDirectory}.");
    }
}
