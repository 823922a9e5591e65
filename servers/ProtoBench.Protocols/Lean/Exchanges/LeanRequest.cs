using System.Globalization;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;

namespace ProtoBench.Protocols.Lean.Exchanges;

/// <summary>
/// A request as it goes out, made once and sent as often as its caller likes: the octets before its body, and what its response must be.
/// </summary>
internal sealed class LeanRequest
{
    // An error page may be of any size; the sentence that matters is at its start.
    public const int MostQuotedBytes = 200;

    /// <summary>A <see cref="Generation"/> that no table has.</summary>
    public const int NotWritten = -1;

    private LeanRequest(string method, string target, int bodyBytes, StatusRange expected)
    {
        (Method, Target, BodyBytes, Expected) = (method, target, bodyBytes, expected);
        IsHead = method == "HEAD";
    }

    public string Method { get; }

    public string Target { get; }

    public int BodyBytes { get; }

    public StatusRange Expected { get; }

    /// <summary>The user's own; null: an exchange with our server.</summary>
    public UserRequest? User { get; private init; }

    /// <summary>The length of the response's body; null: any.</summary>
    public int? ResponseBytes { get; private init; }

    /// <summary>Has its response no body, whatever its header says (RFC 9110, 9.3.2)?</summary>
    public bool IsHead { get; }

    /// <summary>A call's own header fields; the user's come after them.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Fields { get; private init; } = [];

    /// <summary>The content of a user's call.</summary>
    public ReadOnlyMemory<byte> Content { get; private init; }

    /// <summary>HTTP/1.1: the head with its empty line; HTTP/2: the header block.</summary>
    public ReadOnlyMemory<byte> Octets { get; set; }

    /// <summary>HTTP/2: of the server's table for which they were written.</summary>
    public int Generation { get; set; } = NotWritten;

    /// <summary>
    /// An exchange of the contract with our own server. Nothing to send is a GET, as a client that only asks would do it.
    /// </summary>
    public static LeanRequest Exchange(int requestBytes, int responseBytes) => new(
        requestBytes == 0 ? "GET" : "POST",
        string.Create(CultureInfo.InvariantCulture, $"/x?r={responseBytes}"),
        requestBytes,
        new StatusRange(200, 200))
    { ResponseBytes = responseBytes };

    public static LeanRequest Of(UserRequest user) =>
        new(user.Method, user.Target, BodyOf(user).Length, user.Expected) { User = user };

    /// <summary>A call, whose response its <see cref="ICallReader"/> judges.</summary>
    /// <param name="target">The method.</param>
    /// <param name="fields">What goes before the user's header fields.</param>
    /// <param name="requestBytes">Of an exchange: the length of its payload.</param>
    /// <param name="responseBytes">Of an exchange: the length that is asked for; null: the call is a user's.</param>
    /// <param name="user">Whose call it is; null: an exchange.</param>
    /// <param name="content">Of a user's call.</param>
    public static LeanRequest Call(
        string target,
        IReadOnlyList<KeyValuePair<string, string>> fields,
        int requestBytes,
        int? responseBytes,
        UserRequest? user = null,
        ReadOnlyMemory<byte> content = default) =>
        new("POST", target, requestBytes, new StatusRange(200, 200))
        {
            User = user,
            ResponseBytes = responseBytes,
            Fields = fields,
            Content = content,
            IsCall = true,
        };

    /// <summary>Is it a call, whose content tells its own length?</summary>
    public bool IsCall { get; private init; }

    public static ReadOnlyMemory<byte> BodyOf(UserRequest user) => user.Messages is [var body, ..] ? body : default;

    /// <summary>Is a length told even where it is 0 (RFC 9110, 8.6)?</summary>
    public bool TellsLength => !IsCall && (BodyBytes > 0 || Method is "POST" or "PUT" or "PATCH");

    /// <summary>What is wrong with a complete response; null: nothing.</summary>
    public BadResponseException? Judge(ResponseBody response)
    {
        if (response.Call is { } call)
        {
            return call.Judge(response.Status);
        }

        if (!Expected.Contains(response.Status))
        {
            return Refuse(response);
        }

        return ResponseBytes is { } wanted && wanted != response.Received
            ? new BadResponseException($"status 200 with {response.Received} bytes{To}; 200 with {wanted} bytes is wanted")
            : null;
    }

    private string To => $" to {Method} {Target}{(BodyBytes > 0 ? $" with {BodyBytes} bytes" : "")}";

    private BadResponseException Refuse(ResponseBody response)
    {
        var followed = User is null ? "" : "; redirects are not followed";
        var where = response.Location is { } location ? $" (Location: {location}{followed})" : "";
        var wanted = ResponseBytes is { } bytes ? $"200 with {bytes} bytes"
            : Expected.First == Expected.Last ? $"{Expected.First}"
            : $"{Expected.First} to {Expected.Last}";
        var said = response.Quote();
        var text = $"status {response.Status}{where}{To}; {wanted} is wanted{(said.Length > 0 ? $"; the server says: {said}" : "")}";
        return User is null ? new BadResponseException(text) : new UnexpectedStatusException(text) { Status = response.Status };
    }
}
