using ProtoBench.Contract;
using ProtoBench.Protocols.Shared.Sites;
using ProtoBench.Quic.Options;
using ProtoBench.Quic.Streams;

namespace ProtoBench.Protocols.Shared.QuicStreams;

/// <summary>Connects, and explains why a server that is not ours cannot be connected to.</summary>
internal static class QuicDial
{
    /// <exception cref="IOException">Nobody listens, the certificate is not accepted, or the peer speaks another protocol.</exception>
    public static async ValueTask<T> ConnectAsync<T>(
        EndpointSettings settings,
        QuicOptions options,
        string name,
        Func<QuicOptions, CancellationToken, Task<T>> connectAsync,
        CancellationToken cancellationToken)
        where T : QuicPeer
    {
        try
        {
            return await connectAsync(options, cancellationToken).ConfigureAwait(false);
        }
        catch (QuicException error) when (settings.Site is not null)
        {
            throw await SiteDiagnosis.OfQuicAsync(settings, options.Alpn, name, error, cancellationToken).ConfigureAwait(false);
        }
    }
}
