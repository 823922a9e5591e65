using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProtoBench.Tests.Foreign;

/// <summary>Asks a script of this folder, run by Debian's Python with the modules Debian packages.</summary>
internal static class ForeignPython
{
    /// <summary>Debian's interpreter, the one its packages install modules for.</summary>
    public const string Interpreter = "/usr/bin/python3";

    private static TimeSpan Limit => Patience.Limit;

    /// <summary>Can this module be imported?</summary>
    public static bool Has(string module)
    {
        if (!File.Exists(Interpreter) || ForeignNode.Folder is null)
        {
            return false;
        }

        using var python = Process.Start(new ProcessStartInfo(Interpreter, ["-c", $"import {module}"]) { RedirectStandardError = true })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }

    /// <summary>Gives the script a JSON document and gets one back.</summary>
    public static async Task<JsonObject> AskAsync(string script, JsonObject request)
    {
        using var python = Process.Start(new ProcessStartInfo(Interpreter, [Path.Combine(ForeignNode.Folder!, script)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = python.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = python.StandardError.ReadToEndAsync(limit.Token);
            await python.StandardInput.WriteAsync(request.ToJsonString().AsMemory(), limit.Token);
            python.StandardInput.Close();
            await python.WaitForExitAsync(limit.Token);
            return python.ExitCode == 0
                ? JsonNode.Parse(await output)!.AsObject()
                : throw new InvalidOperationException($"{script} ended with {python.ExitCode}: {await errors}");
        }
        finally
        {
            if (!python.HasExited)
            {
                python.Kill();
            }
        }
    }
}
