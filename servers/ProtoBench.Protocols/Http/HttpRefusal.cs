using System.Buffers;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Http;

/// <summary>
/// What is wrong with a response, together with the request it answers and the response that is wanted: enough to try it by hand.
/// </summary>
internal static class HttpRefusal
{
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

    /// <summary>For a status that the user's request does not expect.</summary>
    /// <param name="asked">The request.</param>
    /// <param name="status">Of the response, which has been read to its end.</param>
    /// <param name="location">Where a redirect points to, which is not followed; null: nowhere.</param>
    /// <param name="start">The first bytes of the response's body.</param>
    public static UnexpectedStatusException OfStatus(UserRequest asked, int status, string? location, ReadOnlySpan<byte> start)
    {
        var where = location is null ? "" : $" (Location: {location}; redirects are not followed)";
        var body = asked.Messages is [{ Length: var length }, ..] ? $" with {length} bytes" : "";
        var (first, last) = asked.Expected;
        var said = QuotedText.Of(start);
        return new UnexpectedStatusException(
            $"status {status}{where} to {asked.Method} {asked.Target}{body}; {(first == last ? $"{first}" : $"{first} to {last}")} is wanted"
                + $"{(said.Length > 0 ? $"; the server says: {said}" : "")}")
        { Status = status };
    }

    private static string To(HttpRequestMessage? request) => request is null
        ? ""
        : $" to {request.Method} "
            + $"{request.RequestUri?.PathAndQuery}{(request.Content?.Headers.ContentLength is { } sent ? $" with {sent} bytes" : "")}";

    private static async ValueTask<string> QuoteAsync(Stream body, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(QuotedText.MostBytes);
        try
        {
            var read = await body.ReadAtLeastAsync(
                buffer.AsMemory(0, QuotedText.MostBytes), QuotedText.MostBytes, throwOnEndOfStream: false, cancellationToken);
            return QuotedText.Of(buffer.AsSpan(0, read));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
