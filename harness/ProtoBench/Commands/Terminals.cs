using System.Globalization;
using ProtoBench.Reports.Text;
using Spectre.Console;

namespace ProtoBench.Commands;

/// <summary>
/// Standard output for results and standard error for progress. Colour and moving lines only where that very stream is a terminal and
/// neither --no-color, NO_COLOR (no-color.org) nor TERM=dumb says otherwise.
/// </summary>
internal static class Terminals
{
    /// <summary>The option of every command that turns colour off.</summary>
    public const string NoColourOption = "--no-color";

    // What terminals have had since the VT100, and what other programs take for a width when nobody says one.
    private const int UsualColumns = 80;

    // Narrower than this no table has room for a name and a figure.
    private const int FewestColumns = 30;

    private static readonly Lazy<IAnsiConsole> LazyOut = new(() => Create(Console.Out, Console.IsOutputRedirected));

    private static readonly Lazy<IAnsiConsole> LazyError = new(() => Create(Console.Error, Console.IsErrorRedirected));

    private static bool _isColourOff;

    public static IAnsiConsole Out => LazyOut.Value;

    public static IAnsiConsole Error => LazyError.Value;

    /// <summary>Standard output, for what is written without a console library.</summary>
    public static TextPaper Paper => new(ColumnsOf(Console.IsOutputRedirected), IsColourful(Console.IsOutputRedirected));

    /// <summary>Standard error, likewise.</summary>
    public static TextPaper ErrorPaper => new(ColumnsOf(Console.IsErrorRedirected), IsColourful(Console.IsErrorRedirected));

    /// <summary>No colour from here on, whatever the terminal can; before anything is printed.</summary>
    public static void TurnColourOff() => _isColourOff = true;

    /// <summary>
    /// As wide as COLUMNS says (POSIX, XBD 8.3: the user's wish comes before the terminal), else as the terminal is, else 80.
    /// </summary>
    /// <param name="wished">COLUMNS; what is no number of columns is no wish.</param>
    /// <param name="terminal">Width of the terminal; null or 0 where there is none or where it does not say.</param>
    public static int ColumnsFrom(string? wished, int? terminal) =>
        int.TryParse(wished, NumberStyles.None, CultureInfo.InvariantCulture, out var columns) && columns > 0
            ? Math.Max(FewestColumns, columns)
            : terminal is > 0 and { } width ? Math.Max(FewestColumns, width) : UsualColumns;

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

    private static bool IsColourful(bool redirected) =>
        !redirected && !IsDumb && !_isColourOff && Environment.GetEnvironmentVariable("NO_COLOR") is not { Length: > 0 };

    private static int ColumnsOf(bool redirected) =>
        ColumnsFrom(Environment.GetEnvironmentVariable("COLUMNS"), redirected ? null : Console.WindowWidth);

    private static IAnsiConsole Create(TextWriter writer, bool redirected)
    {
        var plain = redirected || IsDumb;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = plain ? AnsiSupport.No : AnsiSupport.Detect,
            Interactive = plain ? InteractionSupport.No : InteractionSupport.Detect,
            ColorSystem = IsColourful(redirected) ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Out = new AnsiConsoleOutput(writer),
        });
        console.Profile.Width = ColumnsOf(redirected);
        return console;
    }
}
