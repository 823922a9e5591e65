using System.Net;
using ProtoBench.Contract;
using ProtoBench.Contract.Requests;
using ProtoBench.Protocols.Tests.Conformance;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>Settings for a server that is not ours, and what becomes of talking to it.</summary>
internal static class Site
{
    public static readonly UserRequest Get = new() { Name = "request" };

    public static EndpointSettings At(EndPoint endPoint, ServerTrust? trust = null, string host = "localhost") => new()
    {
        EndPoint = endPoint,
        Site = new ForeignSite { Host = host, Port = (endPoint as IPEndPoint)?.Port ?? 0, Trust = trust },
    };

    public static UserRequest Message(params byte[] message) => new() { Name = "message", Messages = [message] };

    /// <summary>Connects, sends one request, and says what was negotiated.</summary>
    public static async Task<(Reply Reply, ConnectionFacts Facts)> AskAsync(
        IProtocol protocol, EndpointSettings settings, UserRequest? request = null)
    {
        await using var connection = await protocol.ConnectAsync(settings, Limits.Token()).Limited();
        var reply = await ((IRequestConnection)connection).RequestAsync(request ?? Get, Limits.Token()).Limited();
        return (reply, connection.Facts);
    }

    /// <summary>The sentence with which that fails.</summary>
    public static async Task<string> RefusalAsync(IProtocol protocol, EndpointSettings settings, UserRequest? request = null)
    {
        var error = await Assert.ThrowsAnyAsync<Exception>(() => AskAsync(protocol, settings, request));
        Assert.True(error is IOException or BadResponseException, $"{error}");
        return error.Message;
    }
}
