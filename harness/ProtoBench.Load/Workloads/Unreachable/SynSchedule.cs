using System.Globalization;

namespace ProtoBench.Load.Workloads.Unreachable;

/// <summary>
/// When Linux sends the first packet of a TCP connection again that nobody answers, and when it gives up, by its settings: after 1 s, and
/// each time after twice as long (RFC 6298, 2.1 and 5.5; tcp_syn_retries and tcp_syn_linear_timeouts in the kernel's ip-sysctl). Pure but
/// for <see cref="OfThisMachine"/>.
/// </summary>
/// <param name="retries">net.ipv4.tcp_syn_retries: 6 by default.</param>
/// <param name="linear">net.ipv4.tcp_syn_linear_timeouts: so many more come first, 1 s apart; 4 by default since Linux 6.5.</param>
internal sealed class SynSchedule(int retries, int linear)
{
    private const string Settings = "/proc/sys/net/ipv4/";

    /// <summary>Seconds after the first packet at which it is sent again.</summary>
    public IReadOnlyList<double> Again { get; } = [.. Instants(retries + linear, linear)];

    /// <summary>Seconds after which connect() fails with ETIMEDOUT, where the program has no limit of its own.</summary>
    public double GivesUp { get; } = Instants(retries + linear + 1, linear).Last();

    /// <summary>How often it is sent again within a limit.</summary>
    public int Within(TimeSpan limit) => Again.Count(second => second < limit.TotalSeconds);

    /// <summary>As this network namespace has it; null: it does not say.</summary>
    public static SynSchedule? OfThisMachine() =>
        Read("tcp_syn_retries") is { } retries ? new SynSchedule(retries, Read("tcp_syn_linear_timeouts") ?? 0) : null;

    private static IEnumerable<double> Instants(int count, int linear)
    {
        var now = 0.0;
        for (var i = 0; i < count; i++)
        {
            now += i <= linear ? 1 : Math.Pow(2, i - linear);
            yield return now;
        }
    }

    private static int? Read(string setting)
    {
        try
        {
            return int.TryParse(File.ReadAllText(Settings + setting), CultureInfo.InvariantCulture, out var value) ? value : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // Older kernels have no linear ones.
            return null;
        }
    }
}
