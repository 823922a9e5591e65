namespace ProtoBench.Model.Text;

/// <summary>What is printed to be pasted into a shell: words that mean themselves there, whatever is in them.</summary>
internal static class ShellText
{
    // What no shell gives a meaning to inside a word (POSIX, XCU 2.2). '~' and '=' may have one at a word's beginning; see IsPlain.
    private const string Plain = "%+,-./:=@_";

    /// <summary>
    /// The program as the user has called it: <c>scripts/protobench</c> says so in PROTOBENCH_CALLED_AS, for in a fresh clone there is no
    /// <c>protobench</c> that a shell would find. A word for a shell.
    /// </summary>
    public static string Program { get; } =
        Environment.GetEnvironmentVariable("PROTOBENCH_CALLED_AS") is { Length: > 0 } called ? Word(called) : "protobench";

    /// <summary>A word, in single quotes where a shell would read it otherwise.</summary>
    public static string Word(string text) => IsPlain(text) ? text : "'" + text.Replace("'", @"'\''", StringComparison.Ordinal) + "'";

    /// <summary>A path as an argument: as <see cref="Word"/>, and never taken for an option.</summary>
    public static string Path(string path) => Word(path.StartsWith('-') ? "./" + path : path);

    /// <summary>A command line that runs this program with <paramref name="arguments"/>, each as it was given.</summary>
    public static string Command(IEnumerable<string> arguments) => "protobench " + string.Join(' ', arguments.Select(Word));

    private static bool IsPlain(string text) =>
        text.Length > 0
            && text[0] != '='
            && text.All(character => char.IsAsciiLetterOrDigit(character) || Plain.Contains(character, StringComparison.Ordinal));
}
