namespace ProtoBench.Commands.Shell;

/// <summary>A word that a shell may put where the cursor is.</summary>
/// <param name="Word">The whole word as it would stand there.</param>
/// <param name="What">What it is, in a few words; empty where the word says it.</param>
internal sealed record Candidate(string Word, string What = "");

/// <summary>The names of files that fit beside the words.</summary>
internal enum OfferedPaths
{
    /// <summary>No path fits.</summary>
    None,

    /// <summary>A folder fits.</summary>
    Folders,

    /// <summary>A file fits, and so does every folder on the way to one.</summary>
    Files,

    /// <summary>A program on PATH and its own arguments fit.</summary>
    Program,
}

/// <summary>What fits at a place of a command line.</summary>
/// <param name="Words">Whole words, in the order to be shown.</param>
/// <param name="Paths">Which names of files fit too.</param>
internal sealed record Offer(IReadOnlyList<Candidate> Words, OfferedPaths Paths = OfferedPaths.None)
{
    /// <summary>Nothing fits, or nothing is known of what does.</summary>
    public static Offer Nothing { get; } = new([]);

    /// <summary>Only what begins as typed.</summary>
    public Offer Beginning(string typed) =>
        this with { Words = [.. Words.Where(word => word.Word.StartsWith(typed, StringComparison.Ordinal))] };
}
