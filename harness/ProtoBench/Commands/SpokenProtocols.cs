using ProtoBench.Model.Scenarios;
using ProtoBench.Trials.Servers;

namespace ProtoBench.Commands;

/// <summary>Which of the protocols that nobody has named a server speaks.</summary>
internal static class SpokenProtocols
{
    /// <summary>The scenario without the arms whose server does not speak them, each of which is told.</summary>
    /// <exception cref="UsageException">It speaks none of them.</exception>
    public static async Task<Scenario> OnlyAsync(Scenario scenario, TextWriter tell, CancellationToken cancellationToken)
    {
        var (spoken, silent) = (new List<Arm>(), new List<(string Protocol, string Reason)>());
        foreach (var arm in scenario.Arms)
        {
            if (await AddressPreflight.WhyNotAsync(scenario, arm, cancellationToken).ConfigureAwait(false) is { } reason)
            {
                silent.Add((arm.Protocol, reason));
            }
            else
            {
                spoken.Add(arm);
            }
        }

        // What is wrong with all of them is said once.
        var reasons = silent.GroupBy(one => one.Reason, StringComparer.Ordinal)
            .Select(group => $"without {string.Join(", ", group.Select(one => one.Protocol))}: {group.Key}").ToList();
        if (spoken.Count == 0)
        {
            throw new UsageException("nothing can be measured, " + string.Join("; ", reasons)
                + "; the keys that are named here are options as well, such as --authority and --insecure");
        }

        foreach (var reason in reasons)
        {
            await tell.WriteLineAsync(reason).ConfigureAwait(false);
        }

        return scenario with { Arms = spoken };
    }
}
