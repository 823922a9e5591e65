namespace ProtoBench.Machine.Paths;

/// <summary>What a look at a path says to who answers it. On TCP the first byte says what the connection is for.</summary>
internal static class PathProtocol
{
    /// <summary>Every message of <see cref="MessageBytes"/> comes back.</summary>
    public const byte Echo = (byte)'e';

    /// <summary>Bytes come until the connection is closed.</summary>
    public const byte Down = (byte)'d';

    /// <summary>
    /// Bytes are taken until the asker has sent its last; then two numbers of eight bytes come: how many, and in how many nanoseconds.
    /// </summary>
    public const byte Up = (byte)'u';

    /// <summary>Of a small message, over TCP and UDP.</summary>
    public const int MessageBytes = 16;

    /// <summary>Of what is sent and received at once where as much as possible is.</summary>
    public const int BlockBytes = 64 * 1024;
}
