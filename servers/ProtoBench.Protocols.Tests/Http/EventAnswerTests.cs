using System.Text;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;
using ProtoBench.Contract;
using ProtoBench.Protocols.Http;
using ProtoBench.Protocols.Shared.QuicStreams;
using ProtoBench.Protocols.Tests.Conformance;
using ProtoBench.Quic.Kestrel;

namespace ProtoBench.Protocols.Tests.Http;

/// <summary>Answers to requests for events that are none.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class EventAnswerTests
{
    [Theory]
    [InlineData(AnswerForm.EventStream, "text/html; charset=utf-8", "text/event-stream was asked for, and the answer is text/html")]
    [InlineData(AnswerForm.Whole, "text/event-stream", "application/octet-stream was asked for, and the answer is text/event-stream")]
    [InlineData(AnswerForm.EventStream, null, "text/event-stream was asked for, and the answer does not say what it is")]
    public async Task An_answer_of_another_form_is_refused(AnswerForm form, string? type, string message)
    {
        foreach (var version in Versions)
        {
            Assert.Equal(message, (await ErrorAsync(version, form, 200, type, "data: AAAA\n\n")).Message);
        }
    }

    [Fact]
    public async Task A_media_type_is_the_same_in_capitals_and_with_parameters()
    {
        foreach (var version in Versions)
        {
            await using var server = await StartAsync(
                version, 200, "Text/Event-Stream;charset=utf-8", ": hello\r\nid: 7\r\ndata:AAAA\r\n\r\n");
            await using var connection = await ConnectAsync(version, server);
            await using var events = await connection.RequestEventsAsync("news", default, AnswerForm.EventStream, Limits.Token()).Limited();
            Assert.Equal(new byte[3], (await events.ReceiveAsync(Limits.Token()).Limited())!.Value.ToArray());
            Assert.Null(await events.ReceiveAsync(Limits.Token()).Limited());
        }
    }

    [Theory]
    [InlineData("data: ????\n\n", "the data of an event is no Base64")]
    [InlineData("event: error\ndata: the fuse\n\n", "the fuse")]
    public async Task An_event_that_is_none_is_named(string body, string message)
    {
        foreach (var version in Versions)
        {
            Assert.Equal(message, (await ErrorAsync(version, AnswerForm.EventStream, 200, "text/event-stream", body)).Message);
        }
    }

    /// <summary>As a server does that was built before there were such requests, with a text or without one.</summary>
    [Theory]
    [InlineData("the paths are /, /x, /d, /u and /m/")]
    [InlineData("")]
    public async Task A_server_without_the_path_is_named_by_its_status(string text)
    {
        foreach (var version in Versions)
        {
            foreach (var form in Enum.GetValues<AnswerForm>())
            {
                Assert.Contains("status 404", (await ErrorAsync(version, form, 404, null, text)).Message, StringComparison.Ordinal);
            }
        }
    }

    private static IEnumerable<ProtocolVariant> Versions => ProtocolVariant.All.Where(
        variant => variant.Meets(Requirement.EventRequests | Requirement.Lossless)
            && variant.Protocol.UnsupportedReason is null
            && !variant.Meets(Requirement.Msquic));

    private static async Task<BadResponseException> ErrorAsync(
        ProtocolVariant version, AnswerForm form, int status, string? type, string body)
    {
        await using var server = await StartAsync(version, status, type, body);
        await using var connection = await ConnectAsync(version, server);
        await using var events = await connection.RequestEventsAsync("news", default, form, Limits.Token()).Limited();
        return await Assert.ThrowsAsync<BadResponseException>(() => events.ReceiveAsync(Limits.Token()).Limited());
    }

    private static async Task<IEventRequestConnection> ConnectAsync(ProtocolVariant version, KestrelHost server) =>
        Assert.IsAssignableFrom<IEventRequestConnection>(
            await version.Protocol.ConnectAsync(version.ConnectSettings(server.EndPoint), Limits.Token()).AsTask().Limited());

    private static async Task<KestrelHost> StartAsync(ProtocolVariant version, int status, string? type, string body)
    {
        var settings = version.ListenSettings();
        var dialect = version.Name == "http1" ? HttpDialect.Http1 : version.Name == "http2" ? HttpDialect.Http2 : HttpDialect.Http3;
        Action<IWebHostBuilder>? transport = dialect != HttpDialect.Http3 ? null : host => host.ConfigureServices(
            services => services.AddSingleton<IMultiplexedConnectionListenerFactory>(
                new KestrelQuicTransport(QuicOptionsOf.Server(settings, "h3"))));
        return await KestrelHost.StartAsync(settings, dialect, new TransferMeter(), AnswerAsync, Limits.Token(), transport);

        async Task AnswerAsync(IFeatureCollection features)
        {
            var response = features.GetRequiredFeature<IHttpResponseFeature>();
            response.StatusCode = status;
            response.Headers.ContentType = type;
            await features.GetRequiredFeature<IHttpResponseBodyFeature>().Writer.WriteAsync(Encoding.UTF8.GetBytes(body));
        }
    }
}
