using System.Text;
using ProtoBench.Contract.Requests;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Requests;

/// <summary>Makes requests as their user wrote them ready to be sent: once, before anything connects.</summary>
internal static class UserRequests
{
    /// <exception cref="IOException">The file of the body is gone, or is another one than when the scenario was read.</exception>
    public static UserRequest Of(RequestSpec spec)
    {
        if (spec.Rpc is not null)
        {
            return RpcRequests.Make(spec, [.. HeadersOf(spec)]);
        }

        var body = BodyOf(spec);
        return new UserRequest
        {
            Name = spec.Name,
            Method = spec.SentMethod,
            Target = spec.Path ?? "/",
            Headers = [.. HeadersOf(spec)],
            Messages = body is { } message ? [message] : [],
            Expected = spec.Expect ?? StatusRange.Success,
        };
    }

    private static IEnumerable<KeyValuePair<string, string>> HeadersOf(RequestSpec spec)
    {
        var written = spec.Headers ?? new Dictionary<string, string>();
        foreach (var field in written)
        {
            yield return field;
        }

        if (spec.BearerBytes > 0)
        {
            yield return KeyValuePair.Create("Authorization", $"Bearer {RandomText.Of(spec.BearerBytes, "bearer token")}");
        }

        foreach (var field in GeneratedHeaders.Of(spec.GeneratedHeaders, [.. written.Keys]))
        {
            yield return field;
        }
    }

    // Not a ReadOnlyMemory: to that, no array converts as an empty one.
    private static byte[]? BodyOf(RequestSpec spec) =>
        spec.Body is { } text ? Encoding.UTF8.GetBytes(text)
        : spec.BodyContent is { } content ? Read(spec.BodyFile ?? content.Path ?? "", content)
        : spec.BodyBytes is { } length ? Encoding.ASCII.GetBytes(RandomText.Of(length, "body"))
        : null;

    private static byte[] Read(string name, BodyFileContent content)
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(content.Path ?? name);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new IOException(
                $"the request's body cannot be read any more from {content.Path ?? name}: {error.Message} Put the file back, or begin a new "
                    + $"run", error);
        }

        return BodyFiles.HashOf(bytes) == content.Sha256
            ? bytes
            : throw new IOException(
                $"the request's body in {content.Path ?? name} is another one than when the scenario was read ({content.Bytes} bytes, "
                    + $"SHA-256 {content.Sha256[..12]}…): put that file back, or begin a new run");
    }
}
