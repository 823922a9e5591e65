using System.Net.Http.Headers;
using Google.Protobuf;
using ProtoBench.Protocols.Http;

namespace ProtoBench.Protocols.Grpc;

/// <summary>What a response must look like, and how its status is read.</summary>
internal static class GrpcResponse
{
    private const string Status = "grpc-status";
    private const string Message = "grpc-message";
    private const string OkStatus = "0";

    /// <summary>The body of a response that is gRPC's and has not failed in its headers ("Trailers-Only").</summary>
    /// <exception cref="BadResponseException">Another HTTP status, another content type, or a status of gRPC's own.</exception>
    public static async ValueTask<Stream> OpenAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await HttpConnection.RequireOkAsync(response, cancellationToken);
        if (response.Headers.TryGetValues(Status, out _))
        {
            RequireOk(response.Headers);
        }

        return response.Content.Headers.ContentType?.MediaType?.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase) == true
            ? await response.Content.ReadAsStreamAsync(cancellationToken)
            : throw new BadResponseException($"the response is '{response.Content.Headers.ContentType}', not application/grpc");
    }

    /// <exception cref="BadResponseException">There is another message, or the status is not OK.</exception>
    public static async ValueTask RequireEndAsync(GrpcResponseReader reader, HttpResponseMessage response, CancellationToken cancellationToken)
    {
        if (await reader.ReadAsync(cancellationToken) is not null)
        {
            throw new BadResponseException("the response has more than one message");
        }

        RequireOk(response);
    }

    /// <summary>To be called at the end of the body, when the trailers are there.</summary>
    /// <exception cref="BadResponseException">The call's status is not OK, or missing.</exception>
    public static void RequireOk(HttpResponseMessage response) =>
        RequireOk(response.Headers.TryGetValues(Status, out _) ? response.Headers : response.TrailingHeaders);

    public static T Parse<T>(MessageParser<T> parser, ReadOnlyMemory<byte> frame)
        where T : class, IMessage<T>
    {
        try
        {
            return parser.ParseFrom(frame.Span);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new BadResponseException($"the response's message is malformed: {error.Message}", error);
        }
    }

    private static void RequireOk(HttpResponseHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(Status, out var values))
        {
            throw new BadResponseException("the response has no grpc-status");
        }

        var status = values.ToString();
        if (status != OkStatus)
        {
            var message = headers.NonValidated.TryGetValues(Message, out var text) ? GrpcMessageText.Decode(text.ToString()) : "no message";
            throw new BadResponseException($"grpc-status {status} ({GrpcStatusNames.Name(status)}): {message}");
        }
    }
}
