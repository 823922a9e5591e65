using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>A headless Chromium with a fresh profile, shared by the tests of one class and ended with them.</summary>
public sealed class Chromium : IAsyncLifetime, IDisposable
{
    private static TimeSpan StartTimeout => Patience.Limit;

    // Without its sandbox, because containers run tests as root; the pages are ours and the network is switched off per page.
    private static readonly string[] Flags =
    [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--disable-dev-shm-usage", "--remote-debugging-port=0",
    ];

    private readonly string _profile = Directory.CreateTempSubdirectory("protobench-chromium-").FullName;
    private Process? _process;
    private Uri? _address;

    public static string Path => Environment.GetEnvironmentVariable("PROTOBENCH_CHROMIUM") ?? "/usr/bin/chromium";

    /// <summary>Where tests put the pages they open.</summary>
    public string Folder => _profile;

    public async Task InitializeAsync()
    {
        if (!File.Exists(Path))
        {
            return;
        }

        var start = new ProcessStartInfo(
            Path, [.. Flags, $"--user-data-dir={_profile}", "about:blank"])
        { RedirectStandardError = true, RedirectStandardOutput = true };
        var announced = new TaskCompletionSource<Uri>(TaskCreationOptions.RunContinuationsAsynchronously);
        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.ErrorDataReceived += (_, line) => Listen(line.Data, announced);
        _process.Exited += (_, _) => announced.TrySetException(new InvalidOperationException("Chromium ended before it listened."));
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            _address = await announced.Task.WaitAsync(StartTimeout);
        }
        catch (Exception)
        {
            await DisposeAsync();
            throw;
        }
    }

    private static void Listen(string? line, TaskCompletionSource<Uri> announced)
    {
        const string Announcement = "DevTools listening on ";
        if (line?.StartsWith(Announcement, StringComparison.Ordinal) == true)
        {
            announced.TrySetResult(new Uri(line[Announcement.Length..]));
        }
    }

    /// <summary>A new tab.</summary>
    public async Task<ChromiumPage> OpenAsync()
    {
        using var http = new HttpClient { BaseAddress = new Uri($"http://{_address!.Authority}") };
        using var response = await http.PutAsync("/json/new?about:blank", null);
        var target = await response.Content.ReadFromJsonAsync<JsonElement>();
        return await ChromiumPage.ConnectAsync(new Uri(target.GetProperty("webSocketDebuggerUrl").GetString()!));
    }

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }
    }

    public void Dispose()
    {
        _process?.Dispose();
        try
        {
            Directory.Delete(_profile, recursive: true);
        }
        catch (IOException)
        {
            // A child of the browser may still be closing a file; the profile lies in the system's temporary folder.
        }
    }
}
