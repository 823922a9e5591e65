using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary>One form that was asked for.</summary>
/// <param name="Export">Which.</param>
/// <param name="File">Where to, <c>-</c> for standard output; null: its own file name, or printed where it has none.</param>
internal sealed record WantedExport(Export Export, string? File)
{
    public const string Printed = "-";

    /// <exception cref="IOException">The file cannot be written.</exception>
    public void Write(Exportable found, string folder)
    {
        var text = Export.Render(found);
        if ((File ?? Export.FileName ?? Printed) == Printed)
        {
            Console.Out.Write(text);
            return;
        }

        var path = File ?? Path.Combine(folder, Export.FileName!);
        if (Export.Appends)
        {
            System.IO.File.AppendAllText(path, text);
        }
        else
        {
            System.IO.File.WriteAllText(path, text);
        }
    }
}

/// <summary>What a command was asked to write for other programs.</summary>
internal sealed record ExportRequest(IReadOnlyList<WantedExport> Wanted)
{
    public static ExportRequest Nothing { get; } = new([]);

    /// <param name="found">What the command found.</param>
    /// <param name="folder">Of the command's results, for files that nobody named; the current one where it makes none.</param>
    /// <exception cref="IOException">A file cannot be written.</exception>
    public void Write(Exportable found, string folder = "")
    {
        foreach (var wanted in Wanted)
        {
            wanted.Write(found, folder);
        }
    }

    /// <summary>Several findings cannot be in one file that each replaces.</summary>
    /// <exception cref="UsageException">They would be.</exception>
    public void RequireOne(int findings)
    {
        var shared = Wanted.FirstOrDefault(one => one is { File: not (null or WantedExport.Printed), Export.Appends: false });
        if (findings > 1 && shared is not null)
        {
            throw new UsageException(
                $"{findings} scenarios would write {shared.File} one over the other; leave the file out, and each run's folder gets its own");
        }
    }
}
