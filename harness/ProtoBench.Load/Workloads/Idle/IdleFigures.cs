using ProtoBench.Load.Loops;
using ProtoBench.Machine.Memory;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>What a held connection costs. Pure.</summary>
internal static class IdleFigures
{
    private const string Unread =
        "read from /proc of the machines that the sides run on: not of others' servers elsewhere, nor between hosts where clients "
            + "are several";

    public static WorkloadFigure Held { get; } =
        new("idle-held", "connections held", FigureUnit.Count, LowerIsBetter: false) { Aside = true };

    public static WorkloadFigure Client { get; } =
        new("idle-client-memory", "client memory per connection", FigureUnit.Bytes, LowerIsBetter: true)
        {
            AskedFirst = true,
            Absence = Unread,
        };

    public static WorkloadFigure Server { get; } =
        new("idle-server-memory", "server memory per connection", FigureUnit.Bytes, LowerIsBetter: true)
        {
            AskedFirst = true,
            Absence = Unread,
        };

    public static WorkloadFigure Kernel { get; } =
        new("idle-kernel-memory", "kernel memory per connection, both ends", FigureUnit.Bytes, LowerIsBetter: true) { Absence = Unread };

    public static WorkloadFigure ClientManaged { get; } = Heap("idle-client-managed", "client: managed objects per connection");

    public static WorkloadFigure ClientNative { get; } = Heap("idle-client-native", "client: native memory per connection");

    public static WorkloadFigure ServerManaged { get; } = Heap("idle-server-managed", "server: managed objects per connection");

    public static WorkloadFigure ServerNative { get; } = Heap("idle-server-native", "server: native memory per connection");

    public static WorkloadFigure Opened { get; } =
        new("idle-opened", "connections opened", FigureUnit.PerSecond, LowerIsBetter: false);

    public static WorkloadFigure Lost { get; } = new("idle-lost", "connections lost while idle", FigureUnit.Count, LowerIsBetter: true);

    public static IReadOnlyList<WorkloadFigure> All { get; } =
        [Client, Server, Kernel, Opened, Lost, Held, ClientManaged, ClientNative, ServerManaged, ServerNative];

    /// <summary>What both machines have taken, as a client and a server on another host see it.</summary>
    /// <param name="here">As the client's machine tells it, which knows no server.</param>
    /// <param name="boot">The id of its kernel's boot; null: not readable.</param>
    /// <param name="there">As the server tells it; null: it was not asked, so that what it and its kernel take is not known.</param>
    public static MemoryUse Together(MemoryUse here, string? boot, ServerSight? there) => new(
        here.Client,
        there?.ResidentBytes,
        there is null ? null : there.Boot is { } other && other == boot ? here.Kernel : here.Kernel + there.KernelBytes)
    {
        ClientHeaps = here.ClientHeaps,
        ServerHeaps = there?.Heaps,
    };

    /// <param name="held">Connections that were opened between the two readings.</param>
    /// <param name="before">Memory when none of them was open.</param>
    /// <param name="after">When all of them had been idle.</param>
    /// <param name="openingSeconds">What opening them took.</param>
    /// <param name="lost">Of them, those that were gone when they were used again.</param>
    public static Dictionary<string, double> Of(int held, MemoryUse before, MemoryUse after, double openingSeconds, long lost)
    {
        var figures = new Dictionary<string, double>
        {
            [Held.Key] = held,
            [Opened.Key] = held / openingSeconds,
            [Lost.Key] = lost,
        };
        foreach (var (figure, grown) in new[]
        {
            (Client, after.Client - before.Client),
            (Server, after.Server - before.Server),
            (Kernel, after.Kernel - before.Kernel),
            (ClientManaged, after.ClientHeaps?.Managed - before.ClientHeaps?.Managed),
            (ClientNative, after.ClientHeaps?.Native - before.ClientHeaps?.Native),
            (ServerManaged, after.ServerHeaps?.Managed - before.ServerHeaps?.Managed),
            (ServerNative, after.ServerHeaps?.Native - before.ServerHeaps?.Native),
        })
        {
            // A process can give back more than few connections take: that is no cost below nothing.
            if (grown is { } bytes)
            {
                figures[figure.Key] = Math.Max(0, bytes / (double)held);
            }
        }

        return figures;
    }

    private static WorkloadFigure Heap(string key, string title) => new(key, title, FigureUnit.Bytes, LowerIsBetter: true)
    {
        Aside = true,
        Absence = "told by sides of ours: not by others' servers, nor to clients on several hosts, nor where malloc of the libc does not "
            + "tell",
    };
}
