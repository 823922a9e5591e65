using System.Globalization;

namespace ProtoBench.Trials.Clients;

/// <summary>The time in which all of several windows were open. Pure.</summary>
internal static class CommonWindow
{
    /// <summary>
    /// Below this share the processes did not drive the server together, and what they measured is of several loads. Clients that each
    /// began when their own warm-up ended had 0 to 42 % in common.
    /// </summary>
    public const double LeastShare = 0.95;

    /// <summary>What all have in common, as a share of the longest window.</summary>
    /// <param name="windows">Start and end of each, on one clock.</param>
    public static double ShareOf(IReadOnlyList<(long Start, long End)> windows)
    {
        var common = windows.Min(window => window.End) - windows.Max(window => window.Start);
        return Math.Max(0, common) / (double)Math.Max(1, windows.Max(window => window.End - window.Start));
    }

    /// <summary>Why the trial cannot be trusted; null: the windows lay together.</summary>
    public static string? WhyNot(IReadOnlyList<(long Start, long End)> windows) => ShareOf(windows) is < LeastShare and var share
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"the windows of the {windows.Count} client processes had {share:P0} of their time in common, and {LeastShare:P0} are needed: "
                + $"what they ran on could not keep them in step")
        : null;
}
