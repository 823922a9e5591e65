using System.Text;

namespace ProtoBench.Model.Scenarios.Sides;

/// <summary>
/// Splits a command into words where a shell would do nothing else to it, so that none has to be started: blanks, quotes and backslashes
/// (POSIX, Shell Command Language, 2.2). Pure.
/// </summary>
public static class CommandWords
{
    private const string Operators = "|&;<>()\n";
    private const string Expansions = "$`";
    private const string Patterns = "*?[";

    // Words that mean something to a shell alone (POSIX, 2.4 and 2.14, and those utilities that no file stands for).
    private static readonly HashSet<string> ShellWords = new(StringComparer.Ordinal)
    {
        "!", "{", "}", "case", "do", "done", "elif", "else", "esac", "fi", "for", "if", "in", "then", "until", "while", "function",
        "select",
        ".", ":", "break", "continue", "eval", "exec", "exit", "export", "readonly", "return", "set", "shift", "times", "trap", "unset",
        "source", "alias", "bg", "cd", "command", "fc", "fg", "getopts", "hash", "jobs", "local", "read", "type", "ulimit", "umask",
        "unalias", "wait", "[[",
    };

    /// <summary>The words, without their quotes; null where only a shell knows what is meant.</summary>
    public static IReadOnlyList<string>? Split(string command)
    {
        var words = new List<string>();
        var at = 0;
        while (true)
        {
            while (at < command.Length && command[at] is ' ' or '\t')
            {
                at++;
            }

            if (at == command.Length)
            {
                return words.Count == 0 || ShellWords.Contains(words[0]) ? null : words;
            }

            if (Word(command, ref at, first: words.Count == 0) is not { } word)
            {
                return null;
            }

            words.Add(word);
        }
    }

    /// <summary>
    /// The program that is run first, to be looked for; null where that cannot be told without a shell, or is a word of the shell's own.
    /// </summary>
    public static string? Program(string command)
    {
        if (Split(command) is { } words)
        {
            return words[0];
        }

        var first = command.Trim().Split([' ', '\t', '\n', ';', '|', '&', '<', '>'], 2)[0];
        return first.Length > 0 && first.All(letter => char.IsAsciiLetterOrDigit(letter) || "._/+-".Contains(letter))
            && !ShellWords.Contains(first)
            && !first.StartsWith('-')
            ? first
            : null;
    }

    /// <summary>One word from <paramref name="at"/> on, which is left behind it; null where a shell is needed.</summary>
    private static string? Word(string command, ref int at, bool first)
    {
        var word = new StringBuilder();
        var start = at;
        var quoted = false;
        var end = at;
        while (end < command.Length && command[end] is not (' ' or '\t'))
        {
            end++;
        }

        // In a URL a question mark is no pattern: no file is called so.
        var isUrl = command.IndexOf("://", at, end - at, StringComparison.Ordinal) >= 0;
        for (; at < command.Length && command[at] is not (' ' or '\t'); at++)
        {
            var letter = command[at];
            if (letter == '\\')
            {
                if (++at == command.Length || command[at] == '\n')
                {
                    return null;
                }

                word.Append(command[at]);
            }
            else if (letter is '\'' or '"')
            {
                quoted = true;
                if (!Quoted(command, ref at, word))
                {
                    return null;
                }
            }
            else if (Operators.Contains(letter)
                || Expansions.Contains(letter)
                || (Patterns.Contains(letter) && !isUrl)
                || (letter is '~' or '#' && at == start)
                || (letter == '=' && first && !quoted))
            {
                return null;
            }
            else
            {
                word.Append(letter);
            }
        }

        // Braces are a shell's where they stand for several words, as in {a,b}.
        var text = word.ToString();
        return !quoted && !isUrl && text.Contains('{', StringComparison.Ordinal) && (text.Contains(',') || text.Contains(".."))
            ? null
            : text;
    }

    private static bool Quoted(string command, ref int at, StringBuilder word)
    {
        var quote = command[at];
        for (at++; at < command.Length; at++)
        {
            var letter = command[at];
            if (letter == quote)
            {
                return true;
            }

            if (quote == '"' && Expansions.Contains(letter))
            {
                return false;
            }

            if (quote == '"' && letter == '\\' && at + 1 < command.Length && "$`\"\\".Contains(command[at + 1]))
            {
                letter = command[++at];
            }

            word.Append(letter);
        }

        // An open quote is an error, which a shell tells best.
        return false;
    }
}
