using System.Net;

namespace ProtoBench.Tests.Commands.Live;

/// <summary>Reads server-sent events as a browser does: one at a time, name and text.</summary>
internal sealed class LiveEvents : IDisposable
{
    private readonly HttpResponseMessage _response;
    private readonly StreamReader _reader;

    private LiveEvents(HttpResponseMessage response, Stream stream)
    {
        _response = response;
        _reader = new StreamReader(stream);
    }

    /// <summary>Listens as a page that shows the version <paramref name="seen"/>.</summary>
    public static async Task<LiveEvents> OpenAsync(HttpClient client, long seen)
    {
        var response = await client.GetAsync(new Uri($"/events?seen={seen}", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead);
        Xunit.Assert
            .Equal((HttpStatusCode.OK, "text/event-stream"), (response.StatusCode, response.Content.Headers.ContentType?.MediaType));
        return new LiveEvents(response, await response.Content.ReadAsStreamAsync());
    }

    /// <returns>Null when the stream has ended.</returns>
    public async Task<(string Name, string Text)?> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        var (name, text) = ("", "");
        while (await _reader.ReadLineAsync(limit.Token) is { } line)
        {
            if (line.Length == 0)
            {
                return (name, text);
            }

            (name, text) = line.StartsWith("event: ", StringComparison.Ordinal) ? (line[7..], text) : (name, line["data: ".Length..]);
        }

        return null;
    }

    public void Dispose()
    {
        _reader.Dispose();
        _response.Dispose();
    }
}
