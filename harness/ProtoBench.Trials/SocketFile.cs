using ProtoBench.Contract;

namespace ProtoBench.Trials;

/// <summary>
/// The path of one trial's Unix socket. The server deletes the file when it stops, also when its parent was killed; this deletes it when
/// the server was. Under the system's temporary folder and not the run folder, because a socket path holds 107 bytes at most (unix(7)).
/// </summary>
internal sealed class SocketFile : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), $"protobench-{Guid.NewGuid():N}.sock");

    /// <summary>Where a server of this protocol should listen.</summary>
    /// <param name="traits">Of the protocol.</param>
    /// <param name="address">Address of the server's side of an emulated link; null: loopback.</param>
    public string ListenAddress(ProtocolTraits traits, string? address) =>
        traits.LocalOnly ? "unix:" + _path : $"{address ?? "127.0.0.1"}:0";

    public void Dispose() => File.Delete(_path);
}
