namespace ProtoBench.Model.Links.Evidence;

/// <summary>What a link did since its last restart.</summary>
/// <param name="Up">Client to server.</param>
/// <param name="Down">Server to client.</param>
/// <param name="Seconds">Time since the restart.</param>
/// <param name="StolenSeconds">Processor time the hypervisor gave to others in that time, over all processors (steal of /proc/stat).</param>
/// <param name="CaptureDropped">Packets missing in the recording because the disk was slower than the link, or full.</param>
public sealed record LinkStatistics(
    LinkDirectionStatistics Up, LinkDirectionStatistics Down, double Seconds, double StolenSeconds, long CaptureDropped);
