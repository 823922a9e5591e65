using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Text;

namespace ProtoBench.Load.Workloads.Bulk;

/// <summary>What a scenario can say of bulk transfers, and the sentences they share.</summary>
internal static class BulkKeys
{
    public const string Hint = "use 'message', the payload per write, on connections that are opened before";

    public const string WhyNotInSlices = "a bulk transfer is one long stream";

    public static IReadOnlyList<WorkloadKey> All { get; } =
    [
        new WorkloadKey<int>(
            new(
                "message",
                Shapes.Message,
                "Payload per write of a download or upload, default 128 KiB, for datagrams 1400 B; per message in both directions or to "
                    + "a slow reader, default 64 KiB; of an event that the server sends, default 256 B."),
            (workload, bytes) => workload with { MessageBytes = bytes })
        { IsSize = true },
    ];

    /// <summary>Those of a transfer in one direction.</summary>
    public static IReadOnlyList<WorkloadKey> OfTransfers { get; } =
    [
        .. All,
        new WorkloadKey<double>(
            new(
                "send-rate",
                Shapes.Rate,
                "Datagrams that each transfer sends a second, whether they arrive or not. Default: as many as the kernel takes. Byte "
                    + "streams have their own pace."),
            (workload, rate) => workload with { SendRate = rate })
        { IsSize = false },
    ];

    /// <summary>Why a protocol's transfers have no rate, as a reason without a full stop; null when they can.</summary>
    public static string? WhyNot(Workload workload, IProtocol protocol) => workload.SendRate is not null && !protocol.Traits.Datagram
        ? $"{protocol.Name} sends a transfer as fast as its receiver lets it, and only datagrams have a send-rate"
        : null;

    /// <summary>Why several client processes cannot divide it, as a reason without a full stop; null when they can.</summary>
    public static string? WhyNotDivided(Workload workload) =>
        workload.SendRate is null ? null : "the share of a send-rate that was kept is told by one client process";

    /// <summary>A size that was not written fits everywhere: see <see cref="BulkLoop.DefaultDatagramBytes"/>.</summary>
    public static IEnumerable<(string Name, int Bytes)> MessagesOf(Workload workload) => [("message", workload.MessageBytes ?? 0)];

    /// <summary>For example <c>bulk data from server to client, 128 KiB per write</c>.</summary>
    public static string Describe(Workload workload, string way)
    {
        var message = workload.MessageBytes is { } bytes ? ByteText.Format(bytes) + " per write" : "128 KiB per write (datagrams: 1,400 B)";
        var rate = workload.SendRate is { } perSecond
            ? string.Create(System.Globalization.CultureInfo.InvariantCulture, $", {perSecond:#,0.###} datagrams/s")
            : "";
        return $"bulk data {way}, {message}{rate}";
    }
}
