using System.ComponentModel;
using System.Diagnostics;

namespace ProtoBench.Trials.Launching;

/// <summary>A short command that is run to its end.</summary>
/// <param name="ExitCode">Of the command here.</param>
/// <param name="Output">Its standard output.</param>
/// <param name="Complaint">The last line of its standard error, or empty.</param>
internal sealed record HostCall(int ExitCode, string Output, string Complaint)
{
    /// <summary>Runs it; ends it where it takes too long.</summary>
    /// <param name="start">The command.</param>
    /// <param name="what">For messages: what it is to do.</param>
    /// <param name="limit">How long it may take.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <param name="input">Writes its standard input; null: that is empty.</param>
    /// <exception cref="TrialFailedException">There is no such program, or it took too long.</exception>
    public static async Task<HostCall> RunAsync(
        ProcessStartInfo start,
        string what,
        TimeSpan limit,
        CancellationToken cancellationToken,
        Func<Stream, CancellationToken, Task>? input = null)
    {
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        over.CancelAfter(limit);
        using var process = Started(start);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(over.Token);
            var complaints = process.StandardError.ReadToEndAsync(over.Token);
            await WriteAsync(process, input, over.Token).ConfigureAwait(false);
            await process.WaitForExitAsync(over.Token).ConfigureAwait(false);
            return new HostCall(
                process.ExitCode, await output.ConfigureAwait(false), LastLine(await complaints.ConfigureAwait(false)));
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancellationToken.ThrowIfCancellationRequested();
            throw new TrialFailedException($"{what} took longer than {limit.TotalSeconds:0} s");
        }
    }

    /// <summary>The last line that says something.</summary>
    public static string LastLine(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).LastOrDefault() ?? "";

    private static Process Started(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start) ?? throw new TrialFailedException($"{start.FileName} did not start");
        }
        catch (Win32Exception error)
        {
            throw new TrialFailedException($"{start.FileName} could not be started: {error.Message}");
        }
    }

    private static async Task WriteAsync(Process process, Func<Stream, CancellationToken, Task>? input, CancellationToken cancellationToken)
    {
        try
        {
            if (input is not null)
            {
                await input(process.StandardInput.BaseStream, cancellationToken).ConfigureAwait(false);
            }

            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code and complaint say why.
        }
    }
}
