using ProtoBench.Model.Text;

namespace ProtoBench.Reports.Explanations;

/// <summary>What the sentences of all rules have in common.</summary>
internal static class CauseWords
{
    /// <summary>
    /// Evidence can exceed the difference, since work also runs beside the path of an exchange; it then explains all of it and no more.
    /// </summary>
    public static double Capped(double share) => Math.Clamp(share, 0, 1);

    /// <summary>For example <c>account for 97 % of</c>.</summary>
    /// <param name="share">Of the difference, 0 to 1.</param>
    /// <param name="singular">Is the subject one thing?</param>
    public static string Account(double share, bool singular = false) =>
        $"account{(singular ? "s" : "")} for {(share >= 0.995 ? "all" : NumberText.Share(share, 1))} of";

    /// <summary>For example <c>2 more round trips</c>.</summary>
    public static string More(int number, string noun) => number == 1 ? $"1 more {noun}" : $"{number} more {noun}s";
}
