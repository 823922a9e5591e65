using System.Text.Json.Serialization;

namespace ProtoBench.Model.Measurements;

/// <summary>
/// What a real network between two hosts did in a short look at it, from the client's side, with nothing else of the trial on it.
/// </summary>
/// <param name="RoundTripMicroseconds">Median of small messages there and back over one TCP connection, as programs see it.</param>
/// <param name="LowMicroseconds">The shortest of them.</param>
/// <param name="HighMicroseconds">The longest of them.</param>
/// <param name="Sent">Small datagrams that were sent, at one a millisecond; 0: none, because UDP does not get through.</param>
/// <param name="Lost">Those that were not answered.</param>
/// <param name="DownBytesPerSecond">What one TCP connection brought from the server within a moment.</param>
/// <param name="UpBytesPerSecond">The same to the server, as the server received it.</param>
/// <param name="Mtu">Largest packet of the path as the client's kernel knows it (ip(7), IP_MTU); null: it does not tell.</param>
/// <param name="LargestPasses">Was a datagram of that size answered that may not be cut up? Null where none could be tried.</param>
public sealed record PathLook(
    double RoundTripMicroseconds,
    double LowMicroseconds,
    double HighMicroseconds,
    int Sent,
    int Lost,
    double DownBytesPerSecond,
    double UpBytesPerSecond,
    int? Mtu,
    bool? LargestPasses)
{
    /// <summary>Share of the datagrams that were lost; null where none was sent.</summary>
    [JsonIgnore]
    public double? Loss => Sent == 0 ? null : (double)Lost / Sent;
}
