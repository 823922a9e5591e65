using System.CommandLine;
using ProtoBench.Model.Scenarios.Hosts;

namespace ProtoBench.Commands;

/// <summary>The option <c>--hosts</c>, which is spelled and explained alike everywhere.</summary>
internal static class HostsOption
{
    public static Option<string?> Create() => new("--hosts")
    {
        Description = $"Run the sides on other machines: the server's host, then the client's. Each is written {Host.Notation}. Started by "
            + "ssh, which must need no password, or by Slurm with --set launcher=slurm.",
        HelpName = "server,client",
    };
}
