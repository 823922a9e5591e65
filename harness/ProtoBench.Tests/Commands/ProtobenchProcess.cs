using System.Diagnostics;
using System.Text;

namespace ProtoBench.Tests.Commands;

/// <summary>The <c>protobench</c> command, run as users run it.</summary>
internal sealed class ProtobenchProcess : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _error = new();

    private ProtobenchProcess(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Append(_output, line.Data);
        process.ErrorDataReceived += (_, line) => Append(_error, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    public string Output => Text(_output);

    public string Error => Text(_error);

    public int ExitCode => _process.ExitCode;

    public static ProtobenchProcess Start(string folder, params string[] arguments) =>
        Start(folder, new Dictionary<string, string>(), arguments);

    public static ProtobenchProcess Start(string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        // Tests run by a shell in the background ignore SIGINT, and what they start would inherit that (POSIX, sh, asynchronous lists).
        var start = new ProcessStartInfo(
            "env", ["--default-signal=INT", Path.Combine(AppContext.BaseDirectory, "protobench"), .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            StandardOutputEncoding = Encoding.UTF8,
            StandardErrorEncoding = Encoding.UTF8,
        };
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new ProtobenchProcess(Process.Start(start)!);
    }

    /// <summary>Runs it to its end.</summary>
    public static Task<ProtobenchProcess> RunAsync(string folder, params string[] arguments) =>
        RunAsync(folder, new Dictionary<string, string>(), arguments);

    /// <summary>Runs it to its end with some variables of its environment changed.</summary>
    public static async Task<ProtobenchProcess> RunAsync(
        string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        var process = Start(folder, environment, arguments);
        await process.EndAsync();
        return process;
    }

    public async Task EndAsync()
    {
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        await _process.WaitForExitAsync(limit.Token);
        _process.WaitForExit();
    }

    /// <summary>Waits until standard error has said something.</summary>
    public Task SaysAsync(string text) => ContainsAsync(() => Error, text);

    /// <summary>Waits until standard output has said something.</summary>
    public Task PrintsAsync(string text) => ContainsAsync(() => Output, text);

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{Id}"]);
        kill.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        _process.Dispose();
    }

    private static async Task ContainsAsync(Func<string> said, string text)
    {
        using var limit = new CancellationTokenSource(Patience.LongLimit);
        while (!said().Contains(text, StringComparison.Ordinal))
        {
            await Task.Delay(20, limit.Token);
        }
    }

    private static void Append(StringBuilder text, string? line)
    {
        if (line is not null)
        {
            lock (text)
            {
                text.Append(line).Append('\n');
            }
        }
    }

    private static string Text(StringBuilder text)
    {
        lock (text)
        {
            return text.ToString();
        }
    }
}
