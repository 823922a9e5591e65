using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Searches;

/// <summary>The trial that a search makes next.</summary>
/// <param name="Rate">What it offers, per second.</param>
/// <param name="Phase">What it is for.</param>
internal sealed record SearchMove(double Rate, SearchPhase Phase);

/// <summary>
/// Where a search looks next, and what it found. It halves the range of rates with one trial each; then trials that had no part in that
/// go on from there, up while rates are confirmed, down while they are refuted, in strides that double (Bentley and Yao, "An almost optimal
/// algorithm for unbounded searching", 1976), and halve what lies between, until one is confirmed right below one that is not. A rate has
/// one set of such trials and is never tried again, so that no lucky one is found by looking often. Pure: the same trials give the same
/// move.
/// </summary>
internal static class SearchDecision
{
    /// <summary>A trial that says nothing is made again this often; then its rate is beyond the client, or the search undecided.</summary>
    public const int MostRepeats = 2;

    // Two rates have to be decided on, more where chance led the search beside. Over 200 simulated queues (M/D/1, p90, 5 s, steps of 1 %)
    // it took 3.6 in the mean; with six, 6 of 200 had no answer, with eight none. Single steps ran out of six on the first real one.
    private const int MostConfirmedRates = 8;

    /// <summary>One stall of the machine in a trial must not decide: of five fresh trials one may miss, of four or fewer none.</summary>
    public static int MostMissed(int confirm) => confirm / 5;

    /// <summary>Trials that a search takes at most.</summary>
    /// <param name="search">Its range.</param>
    /// <param name="confirm">Fresh trials of a rate.</param>
    public static int MostTrials(RateSearch search, int confirm) =>
        Halvings(RateGrid.Of(search).Count) + MostRepeats + (MostConfirmedRates * confirm);

    /// <summary>The trial that comes next; null: there is an answer, or no more may be made.</summary>
    /// <param name="search">What is asked.</param>
    /// <param name="confirm">Fresh trials of a rate, at least 1.</param>
    /// <param name="trials">Those so far, in order.</param>
    public static SearchMove? Next(RateSearch search, int confirm, IReadOnlyList<SearchTrial> trials) =>
        trials.Count >= MostTrials(search, confirm) ? null : Walk(search, confirm, trials).Move;

    /// <summary>The answer so far.</summary>
    public static SearchFinding Of(RateSearch search, int confirm, IReadOnlyList<SearchTrial> trials)
    {
        var (move, finding) = Walk(search, confirm, trials);
        return move is not null && trials.Count >= MostTrials(search, confirm) ? finding with { End = SearchEnd.Undecided } : finding;
    }

    private static (SearchMove? Move, SearchFinding Finding) Walk(RateSearch search, int confirm, IReadOnlyList<SearchTrial> trials)
    {
        var rates = RateGrid.Of(search);
        var (low, high) = (-1, rates.Count);
        foreach (var rate in trials.Where(trial => trial.Phase == SearchPhase.Search).GroupBy(trial => trial.Rate))
        {
            var i = IndexOf(rates, rate.Key);
            if (rate.Any(trial => trial.Verdict == SearchVerdict.Met))
            {
                low = Math.Max(low, i);
            }
            else if (rate.Any(trial => trial.Verdict == SearchVerdict.Missed) || rate.Count() >= MostRepeats)
            {
                high = Math.Min(high, i);
            }
        }

        if (high - low > 1)
        {
            return (
                new SearchMove(rates[low + ((high - low) / 2)], SearchPhase.Search),
                new SearchFinding(SearchEnd.UnderWay, null, null, trials.Count));
        }

        return Confirm(rates, Math.Max(low, 0), confirm, trials);
    }

    private static (SearchMove? Move, SearchFinding Finding) Confirm(
        IReadOnlyList<double> rates, int candidate, int confirm, IReadOnlyList<SearchTrial> trials)
    {
        SearchFinding Finding(SearchEnd end, SearchBracket? confirmed = null, SearchBracket? refuted = null) =>
            new(end, confirmed, refuted, trials.Count);
        var (low, high, i, stride) = (-1, rates.Count, candidate, 1);
        var (below, above) = ((SearchBracket?)null, (RateState.Open, (SearchBracket?)null));
        while (high - low > 1)
        {
            var (state, bracket) = StateOf(rates[i], confirm, trials);
            switch (state)
            {
                case RateState.Open:
                    return (new SearchMove(rates[i], SearchPhase.Confirm), Finding(SearchEnd.UnderWay, below));
                case RateState.Confirmed:
                    (low, below) = (i, bracket);
                    break;
                default:
                    (high, above) = (i, (state, bracket));
                    break;
            }

            (i, stride) = high == rates.Count ? (Math.Min(low + stride, rates.Count - 1), 2 * stride)
                : low < 0 ? (Math.Max(high - stride, 0), 2 * stride)
                : (low + ((high - low) / 2), stride);
        }

        var refuted = above.Item1 == RateState.Refuted;
        return (null, Finding(
            (below, high < rates.Count) switch
            {
                (null, _) => refuted ? SearchEnd.BelowRange : SearchEnd.Undecided,
                (_, false) => SearchEnd.AboveRange,
                _ => refuted ? SearchEnd.Found : SearchEnd.ClientLimited,
            },
            below,
            above.Item2));
    }

    private static (RateState State, SearchBracket Bracket) StateOf(double rate, int confirm, IReadOnlyList<SearchTrial> trials)
    {
        var fresh = trials.Where(trial => trial.Phase == SearchPhase.Confirm && trial.Rate == rate).ToList();
        var met = fresh.Count(trial => trial.Verdict == SearchVerdict.Met);
        var missed = fresh.Count(trial => trial.Verdict == SearchVerdict.Missed);
        var state = missed > MostMissed(confirm) ? RateState.Refuted
            : met + missed >= confirm ? RateState.Confirmed
            : fresh.Count - met - missed >= MostRepeats ? RateState.BeyondClient
            : RateState.Open;
        return (state, new SearchBracket(rate, met, met + missed));
    }

    private static int IndexOf(IReadOnlyList<double> rates, double rate)
    {
        var (best, distance) = (0, double.PositiveInfinity);
        for (var i = 0; i < rates.Count; i++)
        {
            if (Math.Abs(rates[i] - rate) < distance)
            {
                (best, distance) = (i, Math.Abs(rates[i] - rate));
            }
        }

        return best;
    }

    // The range has the rates and a place beyond either end: ⌈log₂(n + 1)⌉ halvings leave one.
    private static int Halvings(int rates) => (int)Math.Ceiling(Math.Log2(rates + 1));

    private enum RateState
    {
        Open,
        Confirmed,
        Refuted,
        BeyondClient,
    }
}
