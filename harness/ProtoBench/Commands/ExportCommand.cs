using System.CommandLine;
using ProtoBench.Model.Results;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary><c>protobench export</c>: a stored run for other programs.</summary>
internal static class ExportCommand
{
    public static Command Create()
    {
        var run = new Argument<string>("run") { Description = "Folder of a run." };
        var format = new Option<string?>("--format", "-f")
        {
            Description = string.Join("; ", ExportFormats.All.Select(known => $"{known.Name}: {known.Description}")) + ".",
            HelpName = "name",
        };
        format.CompletionSources.Add([.. ExportFormats.All.Select(known => known.Name)]);
        var output = new Option<string?>("--output", "-o") { Description = "File to write (default: standard output).", HelpName = "file" };
        var append = new Option<bool>("--append") { Description = "Add to the file instead of replacing it." };
        var collector = new Option<string?>("--otlp")
        {
            Description = "Send the run's metrics to an OpenTelemetry collector, such as http://localhost:4318.",
            HelpName = "url",
        };
        var command = new Command("export", "Write a stored run in a form other programs read.") { run, format, output, append, collector };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var name = parsed.GetValue(format);
            var address = parsed.GetValue(collector) is { } url ? OtlpPost.AddressOf(url) : null;
            var known = ExportFormats.Find(name ?? "");
            if (known is null && (name is not null || address is null))
            {
                throw new UsageException($"{(name is null ? "--format is missing" : $"--format has no '{name}'")}; "
                    + Spelling.Hint(name ?? "", [.. ExportFormats.All.Select(one => one.Name)], "there are"));
            }

            var result = RunFolder.Open(parsed.GetValue(run)!).Read();
            if (known is not null)
            {
                Write(known.Render(result), parsed.GetValue(output), parsed.GetValue(append));
            }

            if (address is not null)
            {
                await OtlpPost.SendAsync(address, OtlpJson.Of(result), cancellationToken).ConfigureAwait(false);
            }

            return StoredRuns.ExitOf([result]);
        });
        return command;
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
