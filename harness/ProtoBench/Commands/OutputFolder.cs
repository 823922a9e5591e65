using ProtoBench.Machine;

namespace ProtoBench.Commands;

/// <summary>Where runs and comparisons go.</summary>
internal static class OutputFolder
{
    /// <summary>Unless <c>-o</c> says otherwise, in the current folder.</summary>
    public const string DefaultParent = "results/runs";

    /// <summary>
    /// Where the current folder cannot be written to, as for whoever runs an installed program in somebody else's folder:
    /// <c>$XDG_DATA_HOME/protobench/runs</c>, by default <c>~/.local/share/protobench/runs</c> (XDG Base Directory Specification 0.8).
    /// Null without a home.
    /// </summary>
    public static string? ParentAtHome => DataHome(
        Environment.GetEnvironmentVariable("XDG_DATA_HOME"), Environment.GetEnvironmentVariable("HOME")) is { } home
        ? Path.Combine(home, "protobench", "runs")
        : null;

    /// <summary>The folder that a new run's folder is made in when nobody chose one. Where it is not the usual one, it says so.</summary>
    public static string Parent(TextWriter tell)
    {
        if (ClosedFolder.WhyClosed(DefaultParent) is not { } why
            || ParentAtHome is not { } atHome || ClosedFolder.WhyClosed(atHome) is not null)
        {
            return DefaultParent;
        }

        tell.WriteLine($"note: nothing can be written here ({why.TrimEnd('.')}), so results go to {atHome}; -o FOLDER chooses another");
        return atHome;
    }

    /// <summary>The specification's folder for what a user wants to keep; a path in the variable that is not absolute is ignored.</summary>
    /// <param name="variable">XDG_DATA_HOME.</param>
    /// <param name="home">HOME.</param>
    internal static string? DataHome(string? variable, string? home) =>
        variable is ['/', ..] ? variable : home is ['/', ..] ? Path.Combine(home, ".local", "share") : null;

    /// <summary>
    /// Makes a folder for results. Where the default one cannot be made, as in a read-only checkout, the error says how to choose another.
    /// </summary>
    /// <exception cref="IOException">It cannot be made.</exception>
    /// <param name="path">Where.</param>
    /// <param name="asked">What -o says; null: nothing, so the place is our choice.</param>
    /// <param name="make">Makes it.</param>
    public static T Make<T>(string path, string? asked, Func<T> make)
    {
        try
        {
            return make();
        }
        catch (Exception error) when (asked is null && error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"{error.Message.TrimEnd('.')}. Results go to {path} here; choose a folder that can be written with -o FOLDER", error);
        }
        catch (UnauthorizedAccessException error)
        {
            throw new IOException($"{error.Message.TrimEnd('.')}. Choose a folder that can be written with -o FOLDER", error);
        }
    }

    /// <summary>The folders on the way to a file that somebody named.</summary>
    /// <exception cref="IOException">They cannot be made.</exception>
    public static void MakeFor(string file)
    {
        if (Path.GetDirectoryName(file) is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
        }
    }
}
