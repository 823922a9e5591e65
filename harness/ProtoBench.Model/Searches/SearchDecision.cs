using ProtoBench.Model.Scenarios.Objectives;

namespace ProtoBench.Model.Searches;

/// <summary>The trial that a search makes next.</summary>
/// <param name="Rate">What it offers, per second.</param>
/// <param name="Phase">What it is for.</param>
internal sealed record SearchMove(double Rate, SearchPhase Phase);

/// <summary>
/// Where a search looks next, and what it found. It halves the range of rates with one trial each; then trials that had no part in that
/// walk from there, up while rates are confirmed, down while they are refuted, until one is confirmed below one that is not. A rate has one
/// set of such trials and is never tried again, so that no lucky one is found by looking often. Pure: the same trials give the same move.
/// </summary>
internal static class SearchDecision
{
    /// <summary>A trial that says nothing is made again this often; then its rate is beyond the client, or the search undecided.</summary>
    public const int MostRepeats = 2;

    // Two rates have to be decided on; four more where chance led the search beside. Over simulated queues (M/D/1, 3 s, steps of 2 %) the
    // walk took up to five.
    private const int MostConfirmedRates = 6;

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
        var i = candidate;
        while (true)
        {
            var (state, bracket) = StateOf(rates[i], confirm, trials);
            switch (state)
            {
                case RateState.Open:
                    return (new SearchMove(rates[i], SearchPhase.Confirm), Finding(SearchEnd.UnderWay));
                case RateState.Refuted or RateState.BeyondClient when i == 0:
                    return (null, Finding(
                        state == RateState.Refuted ? SearchEnd.BelowRange : SearchEnd.Undecided, null, bracket));
                case RateState.Refuted or RateState.BeyondClient:
                    i--;
                    continue;
            }

            if (i == rates.Count - 1)
            {
                return (null, Finding(SearchEnd.AboveRange, bracket));
            }

            var (above, next) = StateOf(rates[i + 1], confirm, trials);
            switch (above)
            {
                case RateState.Confirmed:
                    i++;
                    continue;
                case RateState.Open:
                    return (new SearchMove(rates[i + 1], SearchPhase.Confirm), Finding(SearchEnd.UnderWay, bracket));
                default:
                    return (null, Finding(above == RateState.Refuted ? SearchEnd.Found : SearchEnd.ClientLimited, bracket, next));
            }
        }
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
