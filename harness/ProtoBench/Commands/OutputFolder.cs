namespace ProtoBench.Commands;

/// <summary>Where runs and comparisons go.</summary>
internal static class OutputFolder
{
    /// <summary>Unless <c>-o</c> says otherwise, in the current folder.</summary>
    public const string DefaultParent = "results/runs";

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
