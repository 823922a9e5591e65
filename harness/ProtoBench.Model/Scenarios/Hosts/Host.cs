using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;

namespace ProtoBench.Model.Scenarios.Hosts;

/// <summary>A machine that sides of a trial run on.</summary>
/// <param name="Name">As the launcher knows it: what <c>ssh</c> connects to (<c>perf1</c>, <c>me@perf1</c>), or a node of Slurm.</param>
/// <param name="Address">Where its servers listen, and nowhere else; null: the address that it was reached at.</param>
/// <param name="Ports">Ports its servers may take; null: any that is free.</param>
public sealed partial record Host(string Name, string? Address = null, PortRange? Ports = null)
{
    /// <summary>How a host is written in one word.</summary>
    public const string Notation = "perf1, or perf1=10.0.0.1, or perf1=10.0.0.1:20000-20099";

    // Not a dash first: ssh would take it for an option.
    private const string NamePart = "(?<name>[A-Za-z0-9_][A-Za-z0-9_.@-]{0,127})";

    /// <summary>Reads <c>perf1=10.0.0.1:20000-20099</c>; null where it is not written so.</summary>
    public static Host? Parse(string text) => Pattern().Match(text) is { Success: true } match
        && PartsOf(match) is var (address, ports)
        && WhyNotAddress(address) is null
        && (ports is null || WhyNotPorts(ports) is null)
        ? new Host(match.Groups["name"].Value, address, ports)
        : null;

    /// <summary>Can a host have this name?</summary>
    public static bool IsName(string text) => NamePattern().IsMatch(text);

    /// <summary>Why servers cannot listen at an address, as the end of a sentence; null when they can.</summary>
    public static string? WhyNotAddress(string? address) =>
        address is null ? null
        : !IPAddress.TryParse(address, out var ip) ? "is no IP address"
        : ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any)
            ? "means every network of the host, and only the one that is measured may be listened at"
        : null;

    /// <summary>Why a range of ports cannot be one, as the end of a sentence; null when it can.</summary>
    public static string? WhyNotPorts(PortRange ports) =>
        ports.First < 1024 ? "begins below 1024, where only root may listen"
        : ports.Last > IPEndPoint.MaxPort ? $"ends above {IPEndPoint.MaxPort}"
        : ports.Last < ports.First ? "ends before it begins"
        : null;

    private static (string? Address, PortRange? Ports) PartsOf(Match match) => (
        match.Groups["address"] is { Success: true } address ? address.Value.Trim('[', ']') : null,
        match.Groups["ports"] is { Success: true } ports ? PortRange.Parse(ports.Value) : null);

    [GeneratedRegex("^" + NamePart + @"(=(?<address>\[[0-9A-Fa-f:.]{2,45}\]|[0-9.]{7,15}))?(:(?<ports>[0-9]{1,5}-[0-9]{1,5}))?\z")]
    private static partial Regex Pattern();

    [GeneratedRegex("^" + NamePart + @"\z")]
    private static partial Regex NamePattern();
}

/// <summary>Ports from the first to the last, both included.</summary>
public sealed record PortRange(int First, int Last)
{
    /// <summary>Reads <c>20000-20099</c>; null where it is not written so.</summary>
    public static PortRange? Parse(string text) => text.Split('-') is [var first, var last]
        && int.TryParse(first, NumberStyles.None, CultureInfo.InvariantCulture, out var from)
        && int.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var to)
        ? new PortRange(from, to)
        : null;

    public override string ToString() => $"{First}-{Last}";
}
