using System.CommandLine;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Commands;

/// <summary>The option <c>--hosts</c>, which is spelled and explained alike everywhere.</summary>
internal static class HostsOption
{
    public static Option<string?> Create() => Of(
        $"Run the sides on other machines: the server's host, then those of clients, which divide the load. Each is written "
            + $"{Host.Notation}. Started by ssh, which must need no password, or by Slurm with --set launcher=slurm.");

    /// <summary>The same where hosts are looked at only.</summary>
    public static Option<string?> ForChecks() => Of(
        $"Look at other machines in place of this one: the server's host, then those of clients. Each is written {Host.Notation}. Every "
            + "step of a trial there is tried, and every port from the other hosts.");

    /// <summary>The hosts of a command that has no scenario, the server's first; each once.</summary>
    /// <exception cref="UsageException">One is not written as hosts are.</exception>
    public static IReadOnlyList<Host> Parse(string list) =>
    [
        .. list.Split(',', StringSplitOptions.TrimEntries)
            .Select(text => Host.Parse(text) ?? throw new UsageException($"--hosts: '{text}' is no host; write {Host.Notation}"))
            .DistinctBy(host => host.Name),
    ];

    private static Option<string?> Of(string description) =>
        new("--hosts") { Description = description, HelpName = "server,client" };
}
