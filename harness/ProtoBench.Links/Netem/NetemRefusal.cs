using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Netem;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Netem;

/// <summary>Refuses what the kernel's netem cannot do, before a link is built.</summary>
internal static class NetemRefusal
{
    /// <exception cref="LinkUnavailableException">Netem cannot serve the profile or the options.</exception>
    public static void ThrowIfAny(LinkProfile profile, LinkOptions options)
    {
        IEnumerable<string> refusals = NetemPlan.Refusals(profile);
        if (options.Capture is not null)
        {
            refusals = refusals.Append("netem does not tell what it does to which packet, so there is nothing to record");
        }

        if (refusals.FirstOrDefault() is { } first)
        {
            throw new LinkUnavailableException(
                $"{profile.Name} over netem: {first}", "use `backend: automatic`: it does all that a profile can say, with a seed");
        }
    }
}
