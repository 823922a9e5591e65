using System.Globalization;

namespace ProtoBench.Analysis.History;

/// <summary>
/// Times no run can have: a machine whose clock was wrong wrote them. Such a run would be the newest of its history for ever, or its
/// oldest.
/// </summary>
internal static class RunClock
{
    // Clocks of machines that share a history differ by less; a wrong time zone or year differs by more.
    private static readonly TimeSpan Slack = TimeSpan.FromMinutes(30);

    // A clock without a battery begins in 1970 or 2000; ProtoBench is younger.
    private static readonly DateTimeOffset Earliest = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Why a run cannot have begun then; null when it can.</summary>
    /// <param name="time">When it says it began.</param>
    /// <param name="now">Now.</param>
    public static string? Complaint(DateTimeOffset time, DateTimeOffset now) =>
        time > now + Slack ? $"it is dated {Text(time)}, in the future (now it is {Text(now)}): a clock is wrong"
            : time < Earliest ? $"it is dated {Text(time)}, before there was a ProtoBench: a clock was wrong"
            : null;

    /// <summary>The content without such runs, each of them named among the problems.</summary>
    public static HistoryContent Checked(HistoryContent content, DateTimeOffset now)
    {
        var wrong = content.Points.Where(point => Complaint(point.Time, now) is not null).ToList();
        return wrong.Count == 0
            ? content
            : content with
            {
                Points = [.. content.Points.Except(wrong)],
                Problems = [.. content.Problems, .. wrong.Select(
                    point => $"run {point.Run} of {point.Scenario} is left out: {Complaint(point.Time, now)}; fix or remove its line")],
            };
    }

    private static string Text(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
