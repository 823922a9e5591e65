using System.Globalization;

namespace ProtoBench.Machine.Memory;

/// <summary>How many files a process may have open. .NET raises the soft limit to the hard one when it starts.</summary>
internal static class FileLimit
{
    // Files of the runtime, pipes, epoll: a .NET process that does nothing has about 100.
    private const int Reserve = 256;

    /// <summary>The sentence with the remedy where a process may not open so many connections; null: it may, or nobody tells.</summary>
    /// <param name="connections">How many, with a file each.</param>
    /// <param name="process">Its id; null: this one.</param>
    /// <param name="side">For the sentence.</param>
    public static string? WhyNot(int connections, int? process, string side)
    {
        var path = process is { } id ? string.Create(CultureInfo.InvariantCulture, $"/proc/{id}/limits") : "/proc/self/limits";
        try
        {
            return WhyNot(connections, side, File.ReadLines(path));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>How many this process may have open; null: nobody tells.</summary>
    public static int? OfThis()
    {
        try
        {
            return In(File.ReadLines("/proc/self/limits"));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>The same of a process that may have so many open.</summary>
    /// <param name="connections">How many, with a file each.</param>
    /// <param name="side">For the sentence.</param>
    /// <param name="may">How many it may have; null: nobody told.</param>
    public static string? WhyNot(int connections, string side, int? may) => may < connections + Reserve
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{connections} connections need {connections + Reserve} open files, and the {side} may have {may}: raise the hard limit "
                + $"(ulimit -Hn, or nofile in /etc/security/limits.conf), or hold fewer")
        : null;

    internal static string? WhyNot(int connections, string side, IEnumerable<string> limits) => WhyNot(connections, side, In(limits));

    private static int? In(IEnumerable<string> limits)
    {
        const string Name = "Max open files";
        var words = limits.FirstOrDefault(line => line.StartsWith(Name, StringComparison.Ordinal))?[Name.Length..]
            .Split(' ', StringSplitOptions.RemoveEmptyEntries) ?? [];
        return words is [var soft, ..] && int.TryParse(soft, CultureInfo.InvariantCulture, out var may) ? may : null;
    }
}
