using System.Globalization;

namespace ProtoBench.Model.Text;

/// <summary>Counted nouns.</summary>
internal static class Plural
{
    /// <summary>For example <c>1 trial</c>, <c>5 trials</c>, <c>1,000 cells</c>; of nouns whose plural ends with an s.</summary>
    public static string Of(long count, string noun) =>
        $"{count.ToString("#,0", CultureInfo.InvariantCulture)} {noun}{(count == 1 ? "" : "s")}";
}
