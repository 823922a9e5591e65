using System.Diagnostics;
using ProtoBench.Model.Results;

namespace ProtoBench.Trials;

/// <summary>
/// Measures again what only the emulated link has spoiled: a host that takes the processor away for some milliseconds is no property of a
/// protocol. What counts is decided by the link's certificate and lateness, never by a figure of the trial. Lateness may go with load all
/// the same, as it may for invalid trials that are merely left out: so every rejected attempt stays in the result, and reports count them.
/// </summary>
internal static class LinkAttempts
{
    /// <summary>
    /// Attempts at one trial. After the last the trial is invalid: a machine that cannot emulate this link with this load has to say so.
    /// </summary>
    public const int Most = 3;

    /// <summary>The first result that no link has spoiled (over loopback the first), or the last attempt's.</summary>
    /// <param name="attempt">Measures; gets the attempt's number, from 1.</param>
    public static async Task<TrialResult> RunAsync(Func<int, Task<TrialResult>> attempt) =>
        (await RunAsync(async number => (IReadOnlyList<TrialResult>)[await attempt(number).ConfigureAwait(false)]).ConfigureAwait(
            false))[0];

    /// <summary>The same of trials that share a link, which spoils all of them or none.</summary>
    /// <param name="attempt">Measures; gets the attempt's number, from 1.</param>
    public static async Task<IReadOnlyList<TrialResult>> RunAsync(Func<int, Task<IReadOnlyList<TrialResult>>> attempt)
    {
        var rejected = new List<IReadOnlyList<RejectedAttempt>>();
        while (true)
        {
            var watch = Stopwatch.StartNew();
            var results = await attempt(rejected.Count + 1).ConfigureAwait(false);
            if (rejected.Count + 1 == Most || !results.Any(TrialChecks.IsSpoiledByLinkAlone))
            {
                return [.. results.Select((result, i) => With(result, [.. rejected.Select(attempt => attempt[i])]))];
            }

            var seconds = Math.Round(watch.Elapsed.TotalSeconds, 3);
            rejected.Add(
                [.. results.Select(result => new RejectedAttempt { Seconds = seconds, Reasons = result.Reasons, Logs = result.Logs })]);
        }
    }

    private static TrialResult With(TrialResult result, IReadOnlyList<RejectedAttempt> rejected) =>
        result with { RejectedAttempts = rejected, Notes = [.. result.Notes, .. rejected.Select(Note)] };

    private static string Note(RejectedAttempt attempt, int index) =>
        $"attempt {index + 1} did not count, and the trial was retried: {string.Join(" ", attempt.Reasons)}";
}
