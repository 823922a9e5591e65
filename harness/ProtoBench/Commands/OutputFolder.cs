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
    }
}
