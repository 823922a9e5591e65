using System.Formats.Tar;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace ProtoBench.Trials.Launching;

/// <summary>Files that hosts get a copy of, under a name that follows from their contents: what has the name is what is meant.</summary>
internal sealed class StagedFolder
{
    private readonly string _root;
    private readonly IReadOnlyList<string> _files;

    private StagedFolder(string root, IReadOnlyList<string> files, string sums, string prefix)
    {
        (_root, _files, Sums) = (root, files, sums);
        Name = $"{prefix}-{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sums)))[..16]}";
    }

    /// <summary>Name of the copy, such as <c>peer-0123456789abcdef</c>.</summary>
    public string Name { get; }

    /// <summary>SHA-256 of each file, as <c>sha256sum --check</c> reads them.</summary>
    public string Sums { get; }

    /// <summary>How many files there are.</summary>
    public string Count => _files.Count.ToString(CultureInfo.InvariantCulture);

    /// <summary>All in the folder of a program, but for what only debuggers and editors read.</summary>
    /// <param name="program">The program.</param>
    public static StagedFolder OfProgram(string program)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(program))!;
        return Of(folder, "peer", [folder]);
    }

    /// <summary>The runtime that this program runs on; null where it brings its own, so that its folder has all that is needed.</summary>
    public static StagedFolder? OfRuntime()
    {
        // ROOT/shared/Microsoft.NETCore.App/VERSION/System.Private.CoreLib.dll
        var own = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var (version, shared) = (Path.GetFileName(own), Path.GetDirectoryName(Path.GetDirectoryName(own)));
        if (shared is null || Path.GetFileName(shared) != "shared")
        {
            return null;
        }

        var root = Path.GetDirectoryName(shared)!;
        string[] parts =
        [
            .. Directory.GetDirectories(Path.Combine(root, "host", "fxr")).Where(folder => Path.GetFileName(folder) == version),
            own,
            .. Directory.GetDirectories(Path.Combine(shared, "Microsoft.AspNetCore.App")).Where(
                folder => Path.GetFileName(folder) == version),
        ];
        return parts.Length == 3 ? Of(root, "runtime", parts) : null;
    }

    /// <summary>Writes all files as a tar archive. Modes are kept; owners are the reader's affair.</summary>
    public async Task WriteAsync(Stream output, CancellationToken cancellationToken)
    {
        var archive = new TarWriter(output, TarEntryFormat.Pax, leaveOpen: true);
        await using (archive.ConfigureAwait(false))
        {
            foreach (var file in _files)
            {
                await archive.WriteEntryAsync(Path.Combine(_root, file), file, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private static StagedFolder Of(string root, string prefix, IReadOnlyList<string> folders)
    {
        var files = folders.SelectMany(folder => Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories))
            .Where(file => Path.GetExtension(file) is not (".pdb" or ".xml"))
            .Select(file => Path.GetRelativePath(root, file))
            .Order(StringComparer.Ordinal)
            .ToList();
        var sums = new StringBuilder();
        foreach (var file in files)
        {
            using var content = File.OpenRead(Path.Combine(root, file));
            sums.Append(Convert.ToHexStringLower(SHA256.HashData(content))).Append("  ").Append(file).Append('\n');
        }

        return new StagedFolder(root, files, sums.ToString(), prefix);
    }
}
