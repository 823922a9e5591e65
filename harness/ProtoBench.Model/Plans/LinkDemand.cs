using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Plans;

/// <summary>
/// Offered loads that no protocol could carry over their link: rate × payload with the headers that every packet has. What a protocol adds
/// of its own, and acknowledgements, are not counted, so what is said to be too much is. Pure.
/// </summary>
internal static class LinkDemand
{
    /// <summary>
    /// From this share of the link on, its queue decides the response times: at 95 % it is ten and more exchanges long (M/D/1).
    /// </summary>
    public const double FullShare = 0.95;

    // Largest packet of an Ethernet and of every profile (RFC 894).
    private const int PacketBytes = 1500;
    private const int TcpIpHeaders = 40; // RFC 9293 and RFC 791, without options
    private const int UdpIpHeaders = 28; // RFC 768 and RFC 791
    private const int QuicHeader =
        21; // RFC 9001: a short header of at least 5 bytes with its packet number, and the tag of 16 that proves the packet
    private const int TcpOpening = TcpIpHeaders; // at least one packet each way before the first request
    private const int QuicOpening = 1228; // RFC 9000, 14.1: a datagram of 1,200 bytes each way

    /// <summary>Sentences for the loads that are too large, one for each workload, link and load point.</summary>
    /// <param name="plan">What is to run.</param>
    /// <param name="catalog">The protocols that exist.</param>
    /// <param name="capacityOf">What a link carries, by its name; null where nothing limits it.</param>
    public static IReadOnlyList<string> Of(Plan plan, IReadOnlyList<IProtocol> catalog, Func<string, LinkCapacity?> capacityOf)
    {
        var demands = from cell in plan.Cells
                      where cell is { Runs: true, Load: { Loop: LoopKind.Open, Rate: > 0 } }
                      where cell.Workload is { Requests: null, Kind: Workload.DefaultKind }
                      let capacity = capacityOf(cell.Link)
                      where capacity is not null
                      from demand in Demands(cell, catalog.First(protocol => protocol.Name == cell.Arm.Protocol).Traits, capacity)
                      where demand.Needed >= FullShare * demand.Available
                      select (cell, demand);
        return
        [
            .. demands.GroupBy(entry => (entry.cell.Workload.Name, entry.cell.Link, entry.cell.Load.Name, entry.demand.Direction))
                .Select(group => Sentence([.. group.Select(entry => entry.cell)], group.MinBy(entry => entry.demand.Needed).demand)),
        ];
    }

    private static IEnumerable<Demand> Demands(Cell cell, ProtocolTraits traits, LinkCapacity capacity)
    {
        var (rate, workload) = (cell.Load.Rate!.Value, cell.Workload);
        var headers = traits.OverQuic ? UdpIpHeaders + QuicHeader : traits.Datagram ? UdpIpHeaders : TcpIpHeaders;
        var opening = !workload.Fresh || traits.Datagram ? 0 : traits.OverQuic ? QuicOpening : TcpOpening;
        yield return new(
            "up",
            "requests",
            workload.RequestBytes,
            8 * rate * (Bytes(workload.RequestBytes, headers, capacity.UpOverheadBytes) + opening),
            capacity.UpBitsPerSecond);
        yield return new(
            "down",
            "responses",
            workload.ResponseBytes,
            8 * rate * (Bytes(workload.ResponseBytes, headers, capacity.DownOverheadBytes) + opening),
            capacity.DownBitsPerSecond);
    }

    private static double Bytes(int payload, int headers, int overhead)
    {
        var packets = Math.Max(1, Math.Ceiling(payload / (double)(PacketBytes - headers)));
        return payload + (packets * (headers + overhead));
    }

    private static string Sentence(IReadOnlyList<Cell> cells, Demand demand)
    {
        var (first, share) = (cells[0], demand.Needed / demand.Available);
        var arms = cells.Select(cell => cell.Arm.Label).Distinct(StringComparer.Ordinal).ToList();
        var most = first.Load.Rate!.Value / share;
        return $"{first.Workload.Name}/{first.Link}/{first.Load.Name}: {Number(first.Load.Rate.Value)}/s with {demand.What} of "
            + $"{ByteText.Format(demand.Payload)} need at least "
            + $"{Number(demand.Needed / 1e6)} Mbit/s {demand.Direction}, and {first.Link} carries {Number(demand.Available / 1e6)} Mbit/s: "
            + (share > 1
                ? $"it cannot carry this load, and its trials will be invalid; at most {Number(Math.Floor(most))}/s fit"
                : "that is all of it, so its queue will decide the response times")
            + $" ({string.Join(", ", arms)}).";
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "#,0.#", CultureInfo.InvariantCulture);

    private readonly record struct Demand(string Direction, string What, int Payload, double Needed, double Available);
}
