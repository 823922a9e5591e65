using System.Globalization;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>What a client learns of an address where nobody is. Pure.</summary>
internal static class UnreachableFigures
{
    public static WorkloadFigure Median { get; } =
        new("unreachable-median", "median time until the client knows", FigureUnit.Microseconds, LowerIsBetter: true);

    public static WorkloadFigure Told { get; } =
        new("unreachable-told", "attempts that were told before their limit", FigureUnit.Share, LowerIsBetter: false);

    public static WorkloadFigure Again { get; } =
        new("unreachable-sent-again", "segments sent again per attempt", FigureUnit.Count, LowerIsBetter: true)
        {
            Absence = "counted over emulated links, where nobody else sends",
        };

    public static WorkloadFigure Predicted { get; } =
        new("unreachable-predicted-again", "the same by the kernel's settings", FigureUnit.Count, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "of TCP to a black hole",
        };

    public static WorkloadFigure Unlimited { get; } =
        new("unreachable-unlimited", "time until the kernel would give up", FigureUnit.Microseconds, LowerIsBetter: true)
        {
            Aside = true,
            Absence = "of TCP to a black hole",
        };

    public static WorkloadFigure AnswersApart { get; } =
        new("unreachable-answers-apart", "time between two port unreachable, by the kernel's settings", FigureUnit.Microseconds, true)
        {
            Aside = true,
            Absence = "of datagrams to a closed port across a link",
        };

    public static IReadOnlyList<WorkloadFigure> All { get; } = [Median, Told, Again, Predicted, Unlimited, AnswersApart];

    /// <param name="medianNanoseconds">Until the client knew, by whatever.</param>
    /// <param name="told">Attempts that something answered, or that the kernel or the protocol gave up.</param>
    /// <param name="givenUp">Attempts that their own limit ended.</param>
    /// <param name="again">Segments sent again meanwhile; null: not known.</param>
    /// <param name="schedule">Of TCP to a black hole; null otherwise.</param>
    /// <param name="limit">Of an attempt.</param>
    /// <param name="apart">Least time between two answers to datagrams; null: they are not rationed.</param>
    public static Dictionary<string, double> Of(
        double medianNanoseconds, long told, long givenUp, long? again, SynSchedule? schedule, TimeSpan limit, TimeSpan? apart = null)
    {
        var figures = new Dictionary<string, double>();
        if (told + givenUp is > 0 and var all)
        {
            figures[Median.Key] = medianNanoseconds / 1e3;
            figures[Told.Key] = told / (double)all;
            if (again is { } segments)
            {
                figures[Again.Key] = segments / (double)all;
            }
        }

        if (schedule is not null)
        {
            figures[Predicted.Key] = schedule.Within(limit);
            figures[Unlimited.Key] = schedule.GivesUp * 1e6;
        }

        if (apart is { } time)
        {
            figures[AnswersApart.Key] = time.TotalMicroseconds;
        }

        return figures;
    }

    public static IEnumerable<string> Notes(IReadOnlyDictionary<string, double> figures)
    {
        if (figures.TryGetValue(Told.Key, out var told))
        {
            yield return told switch
            {
                1 => "every attempt was told that nobody is there",
                0 => "no attempt was told anything: only the client's own limit ended it",
                _ => string.Create(CultureInfo.InvariantCulture, $"{told:P0} of the attempts were told, the limit ended the others"),
            };
        }

        if (figures.TryGetValue(AnswersApart.Key, out var apart))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"a host says port unreachable to each peer once in {apart / 1e3:0} ms, after a few at once (net.ipv4.icmp_ratelimit)");
        }

        if (figures.TryGetValue(Unlimited.Key, out var limit))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"a client without a limit of its own would wait {limit / 1e6:0} s until the kernel gives up (net.ipv4.tcp_syn_retries)");
        }
    }
}
