using System.CommandLine;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary>
/// How a command that finds something is asked for it in forms other programs read: <c>--export</c> for every form, and the options that
/// stand for one, such as <c>--junit</c>. All of them come from <see cref="ExportCatalog"/>.
/// </summary>
/// <param name="kind">What the command finds.</param>
internal sealed class ExportOptions(ExportedKind kind)
{
    private readonly Option<string[]> _exports = new("--export")
    {
        Description = "Also write what was found for other programs, by default under the form's own file name, - for standard output; may "
            + $"be repeated. {Names(kind)}.",
        HelpName = "form[=file]",
        AllowMultipleArgumentsPerToken = false,
    };

    private readonly List<(Export Export, Option<string?> File)> _files =
    [
        .. Flagged(kind).Where(export => export.FileName is not null)
            .Select(export => (export, new Option<string?>(export.Flag!.Name)
            {
                Description = export.Flag.Description,
                HelpName = "file",
            })),
    ];

    private readonly List<(Export Export, Option<bool> Asked)> _prints =
    [
        .. Flagged(kind).Where(export => export.FileName is null)
            .Select(export => (export, new Option<bool>(export.Flag!.Name) { Description = export.Flag.Description })),
    ];

    /// <summary>The forms there are, for <c>--help</c> and errors.</summary>
    public static string Names(ExportedKind kind) =>
        "Forms: " + string.Join(", ", ExportCatalog.Of(kind).Select(export => export.Name));

    public void AddTo(Command command)
    {
        _exports.CompletionSources.Add([.. ExportCatalog.Of(kind).Select(export => export.Name)]);
        _files.ForEach(flag => command.Options.Add(flag.File));
        _prints.ForEach(flag => command.Options.Add(flag.Asked));
        command.Options.Add(_exports);
    }

    /// <summary>What was asked for. Called before anything starts, so that nothing is measured for a file that cannot be written.</summary>
    /// <exception cref="UsageException">There is no such form, it is not made of this, or its folder does not exist.</exception>
    public ExportRequest Of(ParseResult parsed) => new(
    [
        .. _files.Where(flag => parsed.GetValue(flag.File) is not null)
            .Select(flag => Wanted(flag.Export, parsed.GetValue(flag.File), $"{flag.Export.Flag!.Name} {parsed.GetValue(flag.File)}")),
        .. _prints.Where(flag => parsed.GetValue(flag.Asked)).Select(flag => new WantedExport(flag.Export, null)),
        .. (parsed.GetValue(_exports) ?? []).Select(Parse),
    ]);

    private static IEnumerable<Export> Flagged(ExportedKind kind) => ExportCatalog.Of(kind).Where(export => export.Flag is not null);

    private WantedExport Parse(string text)
    {
        var (name, file) = text.Split('=', 2) is [var before, var after] ? (before, after) : (text, null);
        var export = ExportCatalog.Find(name)
            ?? throw new UsageException($"--export {text}: there is no form '{name}'. {Names(kind)}");
        return export.Takes.Contains(kind)
            ? Wanted(export, file, $"--export {text}")
            : throw new UsageException(
                $"--export {text}: {name} has the figures of runs, which '{ShellVerb}' does not find. {Names(kind)}");
    }

    private string ShellVerb => kind switch
    {
        ExportedKind.Gate => "gate",
        ExportedKind.History => "history check",
        _ => "ab' or 'compare",
    };

    private static WantedExport Wanted(Export export, string? file, string asked) => file switch
    {
        "" => throw new UsageException($"{asked}: the name of a file is missing"),
        not (null or WantedExport.Printed) when Directory.Exists(file) =>
            throw new UsageException($"{asked}: that is a folder; name a file"),
        not (null or WantedExport.Printed) when Path.GetDirectoryName(Path.GetFullPath(file)) is { } folder && !Directory.Exists(folder) =>
            throw new UsageException($"{asked}: there is no folder {folder}; make it first"),
        _ => new WantedExport(export, file),
    };
}
