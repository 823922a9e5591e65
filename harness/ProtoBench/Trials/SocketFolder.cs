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
    public string ListenAddress(ProtocolTraits traits) =>
        traits.LocalOnly ? "unix:" + Path.Combine(_folder.FullName, "s") : "127.0.0.1:0";

    public void Dispose() => _folder.Delete(recursive: true);
}
