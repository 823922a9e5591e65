using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>
/// Standard output for results and standard error for progress. Colour and moving lines only where that very stream is a terminal and
/// neither NO_COLOR (no-color.org) nor TERM=dumb says otherwise.
/// </summary>
internal static class Terminals
{
    // Redirected output has no width of its own; 80 columns would wrap the tables in CI logs.
    private const int WidthWithoutTerminal = 120;

    public static IAnsiConsole Out { get; } = Create(Console.Out, Console.IsOutputRedirected);

    public static IAnsiConsole Error { get; } = Create(Console.Error, Console.IsErrorRedirected);

    /// <summary>May progress be drawn over itself?</summary>
    public static bool IsLive => !Console.IsErrorRedirected && !IsDumb && Environment.GetEnvironmentVariable("CI") is not { Length: > 0 };

    /// <summary>
    /// May text hold more than ASCII? Not where the locale names another character set than UTF-8, nor under the C locale asked for by name
    /// (POSIX, XBD 8.2: LC_ALL before LC_CTYPE before LANG). A locale that is not set at all is no statement about the reader: containers
    /// and CI have none.
    /// </summary>
    public static bool IsUnicode { get; } = AllowsUnicode(
        new[] { "LC_ALL", "LC_CTYPE", "LANG" }.Select(Environment.GetEnvironmentVariable).FirstOrDefault(
            value => !string.IsNullOrEmpty(value)));

    /// <param name="locale">As POSIX writes it, for example <c>de_DE.UTF-8@euro</c>; null when none is set.</param>
    public static bool AllowsUnicode(string? locale)
    {
        if (locale is null)
        {
            return true;
        }

        var charset = locale.Split('@')[0].Split('.');
        return charset.Length > 1
            ? charset[1].Replace("-", "", StringComparison.Ordinal).Equals("utf8", StringComparison.OrdinalIgnoreCase)
            : charset[0] is not ("C" or "POSIX");
    }

    private static bool IsDumb => Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb";

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || IsDumb;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
            ColorSystem = plain || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 }
                ? ColorSystemSupport.NoColors
                : ColorSystemSupport.Detect,
            Out = new AnsiConsoleOutput(writer),
        });
        if (redirected)
        {
            console.Profile.Width = WidthWithoutTerminal;
        }

        return console;
    }
}
