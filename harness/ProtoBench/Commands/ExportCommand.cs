using System.CommandLine;
using ProtoBench.Analysis.Comparisons;
using ProtoBench.Model.Results;
using ProtoBench.Model.Results.Pairs;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench export</c>: stored results for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var folder = new Argument<string>("run") { Description = "Folder of a run, or of an 'ab' comparison." };
        var format = new Option<string?>("--format", "-f")
        {
            Description = string.Join("; ", ExportCatalog.All.Select(known => $"{known.Name}: {known.Description}")) + ".",
            HelpName = "name",
        };
        format.CompletionSources.Add([.. ExportCatalog.All.Select(known => known.Name)]);
        var output = new Option<string?>("--output", "-o") { Description = "File to write (default: standard output).", HelpName = "file" };
        var append = new Option<bool>("--append") { Description = "Add to the file instead of replacing it." };
        var collector = new Option<string?>("--otlp")
        {
            Description = "Send the run's metrics to an OpenTelemetry collector, such as http://localhost:4318.",
            HelpName = "url",
        };
        var command =
            new Command("export", "Write a stored run in a form other programs read.") { folder, format, output, append, collector };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(format);
            var address = parsed.GetValue(collector) is { } url ? OtlpPost.AddressOf(url) : null;
            var known = ExportCatalog.Find(name ?? "");
            if (known is null && (name is not null || address is null))
            {
                throw new UsageException($"{(name is null ? "--format is missing" : $"--format has no '{name}'")}; "
                    + Spelling.Hint(name ?? "", [.. ExportCatalog.All.Select(one => one.Name)], "there are"));
            }

            var (found, exit) = Read(parsed.GetValue(folder)!);
            if (known is not null)
            {
                Require(known, found.Kind);
                Write(known.Render(found), parsed.GetValue(output), parsed.GetValue(append));
            }

            if (address is not null)
            {
                Require(OtlpJson.Export, found.Kind);
                await OtlpPost.SendAsync(address, OtlpJson.Export.Render(found), cancellationToken).ConfigureAwait(false);
            }

            return exit();
        });
        return command;
    }

    private static (Exportable Found, Func<int> Exit) Read(string folder)
    {
        if (PairFolder.IsOne(folder))
        {
            var report = SuiteJudge.Judge(PairedComparison.Of(PairFolder.Read(folder)), new ComparisonRule());

            // That something is slower is what was to be written; that something was not measured is told as for a run.
            return (
                Exportable.Of(report),
                () => CompareCommand.ExitOf(report) is ExitCode.NotMeasured ? ExitCode.NotMeasured : ExitCode.Ok);
        }

        var run = RunFolder.Open(folder).Read();
        return (Exportable.Of(run), () => StoredRuns.ExitOf([run]));
    }

    private static void Require(Export export, ExportedKind kind)
    {
        if (!export.Takes.Contains(kind))
        {
            throw new UsageException($"{export.Name} has the figures of runs, and this is a comparison. {ExportOptions.Names(kind)}");
        }
    }

    private static void Write(string text, string? file, bool append)
    {
        if (file is null)
        {
            Console.Out.Write(text);
            return;
        }

        if (Directory.Exists(file) || Path.EndsInDirectorySeparator(file))
        {
            throw new UsageException($"--output {file}: an export is one file, and this is a folder; name a file in it");
        }

        OutputFolder.MakeFor(file);
        if (append)
        {
            File.AppendAllText(file, text);
        }
        else
        {
            File.WriteAllText(file, text);
        }

        // On standard error, as with everything that is beside a result: standard output may be joined with that of other exports.
        Console.Error.WriteLine($"{(append ? "added to" : "written:")} {ShellText.Path(file)}");
    }
}
