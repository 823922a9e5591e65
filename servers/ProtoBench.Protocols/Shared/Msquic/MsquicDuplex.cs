using System.Net.Quic;
using System.Runtime.Versioning;
using ProtoBench.Protocols.Shared.MessageStreams;
using ProtoBench.Protocols.Shared.QuicStreams;

namespace ProtoBench.Protocols.Shared.Msquic;

/// <summary>
/// A stream of System.Net.Quic for messages. Its writes complete when the peer has acknowledged them, so a round trip carries one message.
/// </summary>
[SupportedOSPlatform("linux")]
internal static class MsquicDuplex
{
    /// <param name="stream">Owned by what is returned.</param>
    public static StreamDuplex Of(QuicStream stream) => new(stream, stream.CompleteWrites, () =>
    {
        try
        {
            stream.Abort(QuicAbortDirection.Both, (long)PlainDialect.Cancelled);
        }
        catch (ObjectDisposedException)
        {
            // Nothing is left to abort.
        }
    });
}
