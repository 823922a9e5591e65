using ProtoBench.Machine.Programs;
using ProtoBench.Model.Scenarios.Sides;

namespace ProtoBench.Load.Workloads.Command;

/// <summary>How a command is started: by its own file where a shell would add nothing, else by <c>/bin/sh</c>.</summary>
/// <param name="Path">The file.</param>
/// <param name="Words">With the name it is called by.</param>
internal sealed record CommandLine(string Path, IReadOnlyList<string> Words)
{
    private const string Shell = "/bin/sh";

    /// <summary>Does a shell start it?</summary>
    public bool InShell => Path == Shell;

    /// <summary>A program that does nothing, started in the same way.</summary>
    public CommandLine Empty => InShell ? Through(":") : new CommandLine(ProgramSearch.Find("true") ?? Shell, ["true"]);

    /// <summary>
    /// The same, started by a program that forks it and ends, so that it has used nothing before; null where there is none.
    /// </summary>
    public CommandLine? Forked =>
        ProgramSearch.Find("setsid") is { } fork ? new CommandLine(fork, ["setsid", "--fork", Path, .. Words.Skip(1)]) : null;

    /// <param name="command">With everything filled in.</param>
    /// <param name="folder">What a relative path starts from.</param>
    /// <exception cref="ProgramException">Its program is not there.</exception>
    public static CommandLine Of(string command, string folder)
    {
        if (CommandWords.Split(command) is not { } words)
        {
            return Through(command);
        }

        var path = ProgramSearch.Find(words[0], folder) ?? throw new ProgramException(
            $"there is no program '{words[0]}'{(words[0].Contains('/', StringComparison.Ordinal) ? "" : " in PATH")}: install it, or write "
                + "the path of its file");
        return new CommandLine(path, words);
    }

    /// <summary>A command that a shell runs, whatever it is.</summary>
    public static CommandLine Through(string command) => new(Shell, ["sh", "-c", command]);
}
