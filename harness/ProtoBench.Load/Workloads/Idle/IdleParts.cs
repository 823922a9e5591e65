using ProtoBench.Load.Kinds;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Idle;

/// <summary>
/// Where what a held connection takes of a process is: among its managed objects, or in the heap of its native libraries. Pure.
/// </summary>
/// <remarks>
/// The kernel's part is not divided: of the 6.5 kB that both ends of a connection of TCP take in it, no byte is a buffer once they idle.
/// </remarks>
internal static class IdleParts
{
    private const string Managed = "managed objects";

    // OpenSSL keeps the state and the buffers of TLS there, and ngtcp2 all of a connection.
    private const string Native = "native memory";

    public static IEnumerable<KnownPart> Of(RecordedArm arm) =>
    [
        .. Held(arm, IdleFigures.Client, IdleFigures.ClientManaged, Managed, "on the client's managed heap"),
        .. Held(arm, IdleFigures.Client, IdleFigures.ClientNative, Native, "in native memory of the client"),
        .. Held(arm, IdleFigures.Server, IdleFigures.ServerManaged, Managed, "on the server's managed heap, garbage with it"),
        .. Held(arm, IdleFigures.Server, IdleFigures.ServerNative, Native, "in native memory of the server"),
    ];

    private static IEnumerable<KnownPart> Held(RecordedArm arm, WorkloadFigure whole, WorkloadFigure heap, string cause, string where)
    {
        if (arm[whole] is not { } resident || arm[heap] is not { } bytes)
        {
            yield break;
        }

        // Of a buffer that was asked for whole and filled in part, only what was touched is resident.
        var untouched = bytes > resident ? ", not all of which was touched" : "";
        yield return new KnownPart(
            whole.Key,
            cause,
            Math.Min(bytes, resident),
            $"{NumberText.Of(bytes, Quantity.Bytes)} of each connection are {where}{untouched}");
    }
}
