using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>What every closed loop reports: nothing is due at a time of its own, so response times are service times. Pure.</summary>
internal static class ClosedReport
{
    public static Measurement Of(Measurement measurement, RecordedExchanges recorded, FirstFailures failures)
    {
        var service = HistogramText.Encode(recorded.Service);
        return measurement with
        {
            Response = service,
            Service = service,
            Outcomes = recorded.Outcomes,
            Intervals = recorded.Intervals,
            FirstFailure = failures.First,
            Failures = failures.Examples,
        };
    }
}
