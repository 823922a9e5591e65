namespace ProtoBench.Model.Text;

/// <summary>Reasons and notes as running text. Trials give them as clauses or as sentences; in a paragraph each must end.</summary>
internal static class Sentences
{
    public static string Joined(IEnumerable<string> clauses) => string.Join(" ", clauses.Select(Ended));

    /// <summary>With a full stop, unless it ends with one or with another mark.</summary>
    public static string Ended(string clause) => clause.Length == 0 || clause[^1] is '.' or '!' or '?' or '…' ? clause : clause + ".";
}
