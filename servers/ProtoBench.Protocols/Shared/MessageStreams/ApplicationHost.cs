using System.Net.Sockets;
using System.Text.RegularExpressions;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Shared.MessageStreams;

/// <summary>Runs a server's applications on the streams that clients open to them.</summary>
internal static partial class ApplicationHost
{
    public const int LongestName = 64;

    /// <exception cref="ArgumentException">It is no name that an application can have.</exception>
    public static void Check(string name)
    {
        if (!Name().IsMatch(name))
        {
            throw new ArgumentException(
                $"'{name}' cannot be an application's name: 1 to {LongestName} lower-case letters, digits and hyphens", nameof(name));
        }
    }

    /// <summary>Runs the application to its end and disposes the stream. Nothing that goes wrong on one stream is thrown.</summary>
    /// <param name="applications">All there are.</param>
    /// <param name="name">The one the client wants.</param>
    /// <param name="stream">The client's stream.</param>
    /// <param name="fail">Ends the server's side by telling the client what went wrong.</param>
    /// <param name="cancellationToken">Ends the application.</param>
    public static async Task RunAsync(
        IReadOnlyDictionary<string, ServerApplication> applications,
        string name,
        IMessageStream stream,
        Func<string, ValueTask> fail,
        CancellationToken cancellationToken)
    {
        await using (stream.ConfigureAwait(false))
        {
            try
            {
                if (!applications.TryGetValue(name, out var application))
                {
                    await fail($"the server has no application '{name}'").ConfigureAwait(false);
                }
                else if (await RunAsync(application, stream, cancellationToken).ConfigureAwait(false) is { } failure)
                {
                    await fail($"the server's application '{name}' failed: {failure}").ConfigureAwait(false);
                }
                else
                {
                    await stream.EndAsync(cancellationToken).ConfigureAwait(false);
                }

                // What the client still sends is dropped, so that it comes to its end and reads ours.
                while (await stream.ReceiveAsync(cancellationToken).ConfigureAwait(false) is not null)
                {
                }
            }
            catch (Exception error) when (IsEnd(error))
            {
                // The client is gone, or the server is about to be.
            }
        }
    }

    private static async Task<string?> RunAsync(ServerApplication application, IMessageStream stream, CancellationToken cancellationToken)
    {
        try
        {
            await application(stream, cancellationToken).ConfigureAwait(false);
            return null;
        }
#pragma warning disable CA1031 // Whatever an application throws is its client's to know, and no other client's harm.
        catch (Exception error) when (!IsEnd(error))
#pragma warning restore CA1031
        {
            return error.Message;
        }
    }

    private static bool IsEnd(Exception error) =>
        error is IOException or SocketException or OperationCanceledException or ObjectDisposedException or BadResponseException;

    [GeneratedRegex("^[a-z0-9-]{1,64}$")]
    private static partial Regex Name();
}
