using ProtoBench.Links.Native;
using ProtoBench.Links.Topology;
using ProtoBench.Machine;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links;

/// <summary>Tries each step of building a link, because on a locked-down machine only trying tells: sysctls and capabilities lie.</summary>
internal static class LinkPreflight
{
    /// <summary>The step that tries the kernel's own emulation.</summary>
    public const string Netem = "link over netem";

    /// <summary>The steps in order. Call it where links would be built: as root, or inside the user namespace.</summary>
    public static IReadOnlyList<Finding> Run()
    {
        List<Finding> steps =
        [
            Try(
                "network namespace",
                needed: true,
                UserNamespace.IsInside ? "allowed, inside a user namespace" : "allowed, as root",
                () => new NetworkNamespace("probe").Dispose()),
        ];
        if (!Works(steps[0]))
        {
            return steps;
        }

        var tun =
            Try("link over TUN", needed: false, "works: the default backend", () => LinkTopology.Build(LinkBackend.Tun, "cubic").Dispose());
        var packet = Try(
            "link over packet sockets",
            needed: !Works(tun),
            "works: used when TUN does not",
            () => LinkTopology.Build(LinkBackend.PacketSocket, "cubic").Dispose());
        steps.AddRange([tun, packet]);
        steps.AddRange(LinkAvailability.CongestionControls().Select(name => Try(
            $"congestion control {name}", needed: name
                == "cubic", "works over a link", () => LinkTopology.Build(LinkBackend.Automatic, name).Dispose())));
        steps.Add(RealTime());
        steps.Add(Try(Netem, needed: false, "works: used with `backend: netem`", TryNetem));
        return steps;
    }

    private static bool Works(Finding step) => step.Severity == FindingSeverity.Ok;

    private static void TryNetem()
    {
        using var link = EmulatedLink.Start(
            new LinkProfile { Name = "probe", Title = "", Source = "", Up = new DirectionProfile { BitsPerSecond = 1e8 } },
            new LinkOptions { Backend = LinkBackend.Netem, KeepAwake = false });
    }

    private static Finding Try(string name, bool needed, string success, Action attempt)
    {
        try
        {
            attempt();
            return new Finding(FindingSeverity.Ok, name, success);
        }
        catch (LinkUnavailableException error)
        {
            return new Finding(needed ? FindingSeverity.Error : FindingSeverity.Warning, name, error.Message, error.Remedy);
        }
    }

    private static Finding RealTime() => RealTimePriority.IsGranted()
        ? new Finding(FindingSeverity.Ok, "real-time priority", "granted: releases stay punctual on a busy machine")
        : new Finding(
            FindingSeverity.Warning, "real-time priority", "refused: on a busy machine releases are milliseconds late, which "
                + "certificates and trials notice",
            "run as root, or allow `ulimit -r 40` in /etc/security/limits.conf; inside a user namespace it is always refused");
}
