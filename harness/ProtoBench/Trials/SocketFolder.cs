using ProtoBench.Protocols;

namespace ProtoBench.Trials;

/// <summary>
/// A folder for one trial's Unix socket, removed with it. Under the system's temporary folder and not the run folder, because a socket path
/// holds 107 characters at most (unix(7)).
/// </summary>
internal sealed class SocketFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("protobench-");

    /// <summary>Where a server of this protocol should listen.</summary>
    /// <param name="traits">Of the protocol.</param>
    /// <param name="address">Address of the server's side of an emulated link; null: loopback.</param>
    public string ListenAddress(ProtocolTraits traits, string? address) =>
        traits.LocalOnly ? "unix:" + Path.Combine(_folder.FullName, "s") : $"{address ?? "127.0.0.1"}:0";

    public void Dispose() => _folder.Delete(recursive: true);
}
