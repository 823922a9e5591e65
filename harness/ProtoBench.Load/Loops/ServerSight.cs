using ProtoBench.Machine;
using ProtoBench.Machine.Memory;
using ProtoBench.Machine.Sockets;
using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Loops;

/// <summary>
/// What only the machine of a server can tell of it, and what only its process can. A client on another machine has no such process in its
/// <c>/proc</c>, or another one by its number.
/// </summary>
/// <param name="Boot">The id of the kernel's boot: two with the same id share their memory; null: it does not tell.</param>
/// <param name="ResidentBytes">Its resident set; null: not readable.</param>
/// <param name="KernelBytes">As <see cref="MemoryUse.Kernel"/> has it; null: not readable.</param>
/// <param name="OpenFiles">How many it may have open; null: not readable.</param>
/// <param name="Sockets">Its ends of the TCP connections to it; null: nobody asked, or not readable.</param>
/// <param name="Heaps">What of its resident set its heaps hold; null: its build does not tell.</param>
public sealed record ServerSight(
    string? Boot,
    long? ResidentBytes,
    long? KernelBytes,
    int? OpenFiles,
    SocketSide? Sockets = null,
    ProcessHeaps? Heaps = null)
{
    /// <summary>Of this process, now.</summary>
    /// <param name="port">Where it serves over TCP; null: sockets are not asked for.</param>
    public static ServerSight OfThis(int? port)
    {
        var memory = MemoryUse.Now(server: null);
        return new ServerSight(
            ClockOrigin.OfThisProcess()?.Boot,
            memory.Client,
            memory.Kernel,
            FileLimit.OfThis(),
            port is { } own ? new SocketCensus(own, System.Environment.ProcessId).Look().Server : null,
            memory.ClientHeaps);
    }
}
