using System.Reflection;
using System.Xml.Linq;
using ProtoBench.Machine;
using ProtoBench.Tests.Scenarios;

namespace ProtoBench.Tests.Architecture;

/// <summary>The projects that ship: their floors, sources and assemblies.</summary>
internal static class House
{
    /// <summary>From the ground up. A project refers only to projects before it.</summary>
    public static readonly string[] Floors =
    [
        "ProtoBench.Native", "ProtoBench.Contract", "ProtoBench.Quic", "ProtoBench.Protocols", "ProtoBench.Model", "ProtoBench.Reading",
        "ProtoBench.Machine", "ProtoBench.Load",
        "ProtoBench.Peer", "ProtoBench.Peer.Native", "ProtoBench.Links", "ProtoBench.Analysis", "ProtoBench.Reports", "ProtoBench.Trials", "ProtoBench",
    ];

    public static string FolderOf(string floor)
    {
        var servers = Path.Combine(SourceFolder.Root, "servers", floor);
        return Directory.Exists(servers) ? servers : Path.Combine(SourceFolder.Root, "harness", floor);
    }

    /// <summary>The projects that <paramref name="floor"/> refers to.</summary>
    public static IReadOnlyList<string> ReferencesOf(string floor) =>
    [
        .. XDocument.Load(Path.Combine(FolderOf(floor), floor + ".csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value)),
    ];

    /// <summary>Every source file of a floor, with its namespace as it has to be: project and folder.</summary>
    public static IEnumerable<(string File, string Room)> SourcesOf(string floor)
    {
        var root = FolderOf(floor);
        return Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(root, file).StartsWith("obj/", StringComparison.Ordinal)
                && !Path.GetRelativePath(root, file).StartsWith("bin/", StringComparison.Ordinal))
            .Select(
                file => (file, (floor + "." + Path.GetDirectoryName(Path.GetRelativePath(root, file))!.Replace('/', '.')).TrimEnd('.')));
    }

    public static Assembly AssemblyOf(string floor) => floor switch
    {
        // Native code has no arrows that could be read, and this program none but the one to the other.
        "ProtoBench.Peer" or "ProtoBench.Peer.Native" => Assembly.LoadFrom(Executables.Peer + ".dll"),
        "ProtoBench" => Assembly.Load("protobench"),
        _ => Assembly.Load(floor),
    };
}
