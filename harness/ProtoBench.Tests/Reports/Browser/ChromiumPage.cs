using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>
/// One tab, driven over the Chrome DevTools Protocol (chromedevtools.github.io/devtools-protocol), as little of it as the tests need.
/// </summary>
public sealed class ChromiumPage : IAsyncDisposable
{
    private static TimeSpan Limit => Patience.Limit;

    private readonly ClientWebSocket _socket = new();
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonElement>> _waiting = new();
    private readonly ConcurrentQueue<string> _complaints = new();
    private TaskCompletionSource _loaded = new();
    private Task _reading = Task.CompletedTask;
    private int _last;

    /// <summary>Errors and warnings of the page, and every request for something that is not a local file.</summary>
    public IReadOnlyCollection<string> Complaints => _complaints;

    public static async Task<ChromiumPage> ConnectAsync(Uri address)
    {
        var page = new ChromiumPage();
        using var limit = new CancellationTokenSource(Limit);
        await page._socket.ConnectAsync(address, limit.Token);
        page._reading = page.ReadAsync();
        foreach (var domain in new[] { "Page", "Runtime", "Log", "Network" })
        {
            await page.SendAsync(domain + ".enable");
        }

        return page;
    }

    /// <summary>Sends one command and waits for its result.</summary>
    public async Task<JsonElement> SendAsync(string method, object? parameters = null)
    {
        var id = Interlocked.Increment(ref _last);
        var answer = _waiting.GetOrAdd(id, _ => new TaskCompletionSource<JsonElement>(TaskCreationOptions.RunContinuationsAsynchronously));
        var message = JsonSerializer.SerializeToUtf8Bytes(new { id, method, @params = parameters ?? new { } });
        await _socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, _end.Token);
        return await answer.Task.WaitAsync(Limit);
    }

    /// <summary>Opens a file and waits until it is loaded.</summary>
    /// <param name="path">The file.</param>
    /// <param name="width">Of the window, in pixels.</param>
    /// <param name="height">Of the window, in pixels.</param>
    /// <param name="dark">Whether the reader's system is dark.</param>
    /// <param name="hash">What stands behind the '#' of the address.</param>
    public async Task ShowAsync(string path, int width, int height = 900, bool dark = false, string hash = "")
    {
        await SendAsync("Emulation.setDeviceMetricsOverride", new { width, height, deviceScaleFactor = 1, mobile = false });
        await SendAsync(
            "Emulation.setEmulatedMedia",
            new { features = new[] { new { name = "prefers-color-scheme", value = dark ? "dark" : "light" } } });

        // A change behind the '#' alone loads nothing, so every page starts from an empty one.
        await NavigateAsync("about:blank");
        await NavigateAsync(new Uri(path).AbsoluteUri + hash);
    }

    /// <summary>Moves the mouse, or presses and releases its button.</summary>
    public async Task MouseAsync(double x, double y, bool click = false)
    {
        await SendAsync("Input.dispatchMouseEvent", new { type = "mouseMoved", x, y });
        if (click)
        {
            await SendAsync("Input.dispatchMouseEvent", new { type = "mousePressed", x, y, button = "left", clickCount = 1 });
            await SendAsync("Input.dispatchMouseEvent", new { type = "mouseReleased", x, y, button = "left", clickCount = 1 });
        }
    }

    /// <summary>Presses and releases a key that writes nothing, such as <c>ArrowRight</c>.</summary>
    public async Task KeyAsync(string key)
    {
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyDown", key, code = key });
        await SendAsync("Input.dispatchKeyEvent", new { type = "keyUp", key, code = key });
    }

    private async Task NavigateAsync(string url)
    {
        _loaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await SendAsync("Page.navigate", new { url });
        await _loaded.Task.WaitAsync(Limit);
    }

    /// <summary>The value of a JavaScript expression, evaluated by the debugger and so outside the page's content policy.</summary>
    public async Task<T> EvaluateAsync<T>(string expression)
    {
        var result = await SendAsync("Runtime.evaluate", new { expression, returnByValue = true, awaitPromise = true });
        return result.TryGetProperty("exceptionDetails", out var exception)
            ? throw new InvalidOperationException(exception.ToString())
            : result.GetProperty("result").GetProperty("value").Deserialize<T>()!;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _socket.Dispose();
        _end.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[64 << 10];
        using var message = new MemoryStream();
        while (!_end.IsCancellationRequested)
        {
            var part = await _socket.ReceiveAsync(buffer.AsMemory(), _end.Token);
            message.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                Dispatch(JsonNode.Parse(message.GetBuffer().AsSpan(0, (int)message.Length))!.AsObject());
                message.SetLength(0);
            }
        }
    }

    private void Dispatch(JsonObject message)
    {
        if (message["id"]?.GetValue<int>() is { } id && _waiting.TryRemove(id, out var answer))
        {
            if (message["error"] is { } error)
            {
                answer.SetException(new InvalidOperationException(error.ToJsonString()));
            }
            else
            {
                answer.SetResult(message["result"].Deserialize<JsonElement>());
            }

            return;
        }

        switch (message["method"]?.GetValue<string>())
        {
            case "Page.loadEventFired":
                _loaded.TrySetResult();
                break;
            case "Runtime.exceptionThrown" or "Log.entryAdded" or "Runtime.consoleAPICalled":
                _complaints.Enqueue(message.ToJsonString());
                break;
            case "Network.requestWillBeSent" when message["params"]!["request"]!["url"]!.GetValue<string>() is var url && !IsLocal(url):
                _complaints.Enqueue("network: " + url);
                break;
        }
    }

    private static bool IsLocal(string url) =>
        url.StartsWith("file:", StringComparison.Ordinal) || url.StartsWith("data:", StringComparison.Ordinal) || url == "about:blank";
}
