using System.CommandLine;
using ProtoBench.Reports.Exports;

namespace ProtoBench.Commands;

/// <summary>The options of every command that decides something, for what continuous integration reads.</summary>
internal sealed class CheckFileOptions
{
    private readonly Option<string?> _junit = new("--junit") { Description = "Write the answers as JUnit XML.", HelpName = "file" };
    private readonly Option<string?> _summary =
        new("--summary") { Description = "Append Markdown to this file, such as \"$GITHUB_STEP_SUMMARY\".", HelpName = "file" };
    private readonly Option<bool> _annotate = new("--annotate") { Description = "Print GitHub annotations for bad answers." };

    public void AddTo(Command command)
    {
        command.Options.Add(_junit);
        command.Options.Add(_summary);
        command.Options.Add(_annotate);
    }

    public CheckFiles Of(ParseResult parsed) => new()
    {
        JUnit = parsed.GetValue(_junit),
        Summary = parsed.GetValue(_summary),
        Annotate = parsed.GetValue(_annotate),
    };
}
