using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Results;

namespace ProtoBench.Analysis.Summaries;

/// <summary>What came back for the user's requests in all trials of a cell that measured, the invalid ones included.</summary>
internal sealed record AnswerSummary
{
    /// <summary>In ascending order.</summary>
    public required IReadOnlyList<StatusCount> Statuses { get; init; }

    public required long Completed { get; init; }

    /// <summary>Exchanges that ended in another way.</summary>
    public required long Failed { get; init; }

    /// <summary>Mean body of those that completed; null when none has.</summary>
    public double? BodyBytes { get; init; }

    /// <summary>How the server ended connections, by kind, over all trials.</summary>
    public required IReadOnlyList<ConnectionEnding> Endings { get; init; }

    /// <summary>Null when no trial has answers.</summary>
    public static AnswerSummary? Of(IEnumerable<TrialResult> trials)
    {
        var measured = trials.Select(trial => trial.Measurement).Where(measurement => measurement?.Answers is not null).ToList();
        if (measured.Count == 0)
        {
            return null;
        }

        var requests = measured.SelectMany(measurement => measurement!.Answers!.Requests).ToList();
        var completed = requests.Sum(request => request.Completed);
        return new AnswerSummary
        {
            Statuses =
            [
                .. measured.SelectMany(measurement => measurement!.Answers!.Statuses)
                    .GroupBy(status => status.Status)
                    .OrderBy(group => group.Key)
                    .Select(group => new StatusCount(group.Key, group.Sum(status => status.Count))),
            ],
            Completed = completed,
            Failed = requests.Sum(request => request.Failed),
            BodyBytes = completed == 0 ? null : (double)requests.Sum(request => request.BodyBytes) / completed,
            Endings =
            [
                .. measured.SelectMany(measurement => measurement!.Endings ?? [])
                    .GroupBy(ending => (ending.How, ending.Announced))
                    .Select(group => new ConnectionEnding
                    {
                        How = group.Key.How,
                        Announced = group.Key.Announced,
                        Count = group.Sum(ending => ending.Count),
                        Repeated = group.Sum(ending => ending.Repeated),
                        ReconnectMicroseconds = group.Sum(ending => ending.Count) is > 0 and var count
                            ? group.Sum(ending => ending.ReconnectMicroseconds * ending.Count) / count
                            : 0,
                    }),
            ],
        };
    }

    /// <summary>For example <c>200 × 4,612, 404 × 118</c>; <c>nothing</c> when no response came.</summary>
    public string StatusText => Statuses.Count == 0
        ? "nothing"
        : string.Join(
            ", ", Statuses.Select(one => string.Create(CultureInfo.InvariantCulture, $"{one.Status} × {one.Count:N0}")));
}
