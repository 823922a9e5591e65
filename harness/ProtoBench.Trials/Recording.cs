namespace ProtoBench.Trials;

/// <summary>What a run keeps of its traffic besides the measurements, in each trial's folder of logs.</summary>
/// <param name="Packets">Every packet of an emulated link, in link.pcapng.</param>
/// <param name="Qlog">The events of every QUIC connection, a file for each and side. Costs time, which the trial says.</param>
internal sealed record Recording(bool Packets = false, bool Qlog = false);
