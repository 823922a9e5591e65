using System.Globalization;
using ProtoBench.Model.Measurements;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>Where a server did not do what the workload asks of it, or more was lost than that explains. Pure.</summary>
internal static class CarriedFaults
{
    // None of so many by chance has a probability of e^-20.
    private const double SurelySome = 20;

    // A connection that cannot be opened in place of a reset one loses an exchange, too, such as where a link loses its first packet.
    private const double MostPerReset = 2;

    /// <param name="workload">What was asked for.</param>
    /// <param name="figures">With those of <see cref="CarriedFigures.Of"/>.</param>
    /// <param name="outcomes">Of the window.</param>
    /// <param name="exchanges">Of the window.</param>
    public static IEnumerable<string> Of(
        Workload workload, IReadOnlyDictionary<string, double> figures, OutcomeCounts outcomes, double exchanges)
    {
        if (workload.Duplicates is not null
            && outcomes.Completed > 0
            && !figures.ContainsKey(CarriedFigures.CarriedOut.Key)
            && !figures.ContainsKey(CarriedFigures.Uncounted.Key))
        {
            yield return "the server saw no id of the window's requests, so nobody knows how often it carried them out";
        }

        if (workload.ServerResets <= 0)
        {
            yield break;
        }

        var resets = figures.GetValueOrDefault(CarriedFigures.Resets.Key);
        if (resets == 0 && workload.ServerResets * exchanges >= SurelySome)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"the server reset no connection, though {workload.ServerResets * 100:0.###} % of {exchanges:#,0} exchanges were to meet "
                    + $"that");
        }
        else if (outcomes.ConnectionLost > MostPerReset * resets * workload.Streams)
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{outcomes.ConnectionLost:#,0} of {outcomes.Total:#,0} exchanges lost their connection, and the server reset only "
                    + $"{resets:#,0}");
        }
    }
}
