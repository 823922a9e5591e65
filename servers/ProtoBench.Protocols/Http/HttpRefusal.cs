using System.Buffers;
using System.Text;
using ProtoBench.Contract;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// What is wrong with a response, together with the request it answers and the response that is wanted: enough to try it by hand.
/// </summary>
internal static class HttpRefusal
{
    // An error page may be of any size; the sentence that matters is at its start.
    private const int MostQuotedBytes = 200;

    /// <summary>For another status than 200.</summary>
    /// <param name="response">Its body is read as far as it is quoted.</param>
    /// <param name="request">What was asked; null: not known.</param>
    /// <param name="wanted">Bytes of the response that is wanted; null: any number.</param>
    /// <param name="cancellationToken">Ends the reading.</param>
    public static async ValueTask<BadResponseException> OfAsync(
        HttpResponseMessage response, HttpRequestMessage? request, int? wanted, CancellationToken cancellationToken)
    {
        var where = response.Headers.Location is { } location ? $" (Location: {location})" : "";
        var said = await QuoteAsync(await response.Content.ReadAsStreamAsync(cancellationToken), cancellationToken);
        var length = wanted is { } bytes ? $" with {bytes} bytes" : "";
        return new BadResponseException(
            $"status {(int)response.StatusCode}{where}{To(request)}; 200{length} is "
                + $"wanted{(said.Length > 0 ? $"; the server says: {said}" : "")}");
    }

    /// <summary>For a response of another length.</summary>
    public static BadResponseException OfLength(HttpRequestMessage request, long received, int wanted) =>
        new($"status 200 with {received} bytes{To(request)}; 200 with {wanted} bytes is wanted");

    private static string To(HttpRequestMessage? request) => request is null
        ? ""
        : $" to {request.Method} "
            + $"{request.RequestUri?.PathAndQuery}{(request.Content?.Headers.ContentLength is { } sent ? $" with {sent} bytes" : "")}";

    private static async ValueTask<string> QuoteAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostQuotedBytes);
        try
        {
            var read = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, MostQuotedBytes), MostQuotedBytes, throwOnEndOfStream: false, cancellationToken);
            var text = Encoding.UTF8.GetString(buffer, 0, read);
            return string.Join(' ', string.Concat(text.Select(letter => char.IsControl(letter) ? ' ' : letter)).Split(
                ' ', StringSplitOptions.RemoveEmptyEntries))
                + (read == MostQuotedBytes ? "…" : "");
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
