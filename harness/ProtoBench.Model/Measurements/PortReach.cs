using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>Whether a port of another host was reached.</summary>
/// <param name="Port">Which.</param>
/// <param name="Tcp">Why it was not by TCP; null: it was.</param>
/// <param name="Udp">Why it was not by UDP; null: it was.</param>
public sealed record PortReach(int Port, string? Tcp, string? Udp)
{
    /// <summary>Both ways?</summary>
    [JsonIgnore]
    public bool IsOpen => Tcp is null && Udp is null;
}
