using System.Globalization;
using ProtoBench.Native;

namespace ProtoBench.Machine.Sockets;

/// <summary>
/// A socket of this process that is connected to a peer, whoever made it. It is known by its descriptor and what stands behind that, so
/// that a descriptor which has become another thing is not taken for it.
/// </summary>
/// <param name="descriptor">Of this process.</param>
/// <param name="identity">As the kernel names the socket: <c>socket:[4711]</c>.</param>
internal sealed class PeerSocket(int descriptor, string identity)
{
    private const string Descriptors = "/proc/self/fd/";

    /// <summary>As the kernel names it, unlike any other that there is.</summary>
    public string Identity => identity;

    /// <summary>
    /// Segments since it exists, both ways, those without data included; null: it is not of TCP, or closed.
    /// </summary>
    public long? Segments => IsOpen ? LibcSocketFilters.Segments(descriptor) : null;

    /// <summary>Its TCP_USER_TIMEOUT; null: the system's, or it is not of TCP, or closed.</summary>
    public TimeSpan? UserTimeout =>
        IsOpen && LibcSocketFilters.UserTimeoutMilliseconds(descriptor) is { } set and > 0 ? TimeSpan.FromMilliseconds(set) : null;

    /// <summary>After which its TCP sends again what nobody acknowledged; null: it is not of TCP, or closed.</summary>
    public TimeSpan? Retransmission =>
        IsOpen && LibcSocketFilters.RetransmissionMicroseconds(descriptor) is { } time ? TimeSpan.FromMicroseconds(time) : null;

    /// <summary>Has this process closed it, or has its TCP given the peer up?</summary>
    public bool HasEnded => !IsOpen || LibcSocketFilters.HasEnded(descriptor);

    private bool IsOpen => IdentityOf(Descriptors + descriptor.ToString(CultureInfo.InvariantCulture)) == identity;

    /// <summary>Those that are connected to this port. Asks of every descriptor, about 1 µs each.</summary>
    public static IReadOnlyList<PeerSocket> To(int port)
    {
        var found = new List<PeerSocket>();
        foreach (var path in Directory.EnumerateFileSystemEntries(Descriptors))
        {
            if (int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var descriptor)
                && LibcSocketFilters.PeerPort(descriptor) == port
                && IdentityOf(path) is { } identity)
            {
                found.Add(new PeerSocket(descriptor, identity));
            }
        }

        return found;
    }

    /// <summary>
    /// From now on nothing that comes for it arrives, not even an acknowledgement, as if its path had died. False: it is no more.
    /// </summary>
    public bool Silence() => IsOpen && LibcSocketFilters.DropAll(descriptor);

    /// <summary>Undoes that.</summary>
    public void Hear()
    {
        if (IsOpen)
        {
            LibcSocketFilters.DropNothing(descriptor);
        }
    }

    private static string? IdentityOf(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (IOException)
        {
            // Closed meanwhile.
            return null;
        }
    }
}
