using System.Diagnostics;
using System.Text.Json.Nodes;

namespace ProtoBench.Tests.Foreign;

/// <summary>Asks a script of this folder, run by node with the packages of package.json.</summary>
internal static class ForeignNode
{
    private static TimeSpan Limit => Patience.Limit;

    /// <summary>This folder in the source tree, found from the built tests upwards; null when they run elsewhere.</summary>
    public static string? Folder { get; } = Find();

    public static async Task<JsonObject> AskAsync(string script, JsonObject request)
    {
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(script);
        using var node = Process.Start(start)!;
        using var limit = new CancellationTokenSource(Limit);
        try
        {
            var output = node.StandardOutput.ReadToEndAsync(limit.Token);
            var errors = node.StandardError.ReadToEndAsync(limit.Token);
            await node.StandardInput.WriteAsync(request.ToJsonString().AsMemory(), limit.Token);
            node.StandardInput.Close();
            await node.WaitForExitAsync(limit.Token);
            return node.ExitCode == 0
                ? JsonNode.Parse(await output)!.AsObject()
                : throw new InvalidOperationException($"{script} ended with {node.ExitCode}: {await errors}");
        }
        finally
        {
            if (!node.HasExited)
            {
                node.Kill(entireProcessTree: true);
            }
        }
    }

    private static string? Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "Foreign");
            if (File.Exists(Path.Combine(candidate, "package.json")))
            {
                return candidate;
            }
        }

        return null;
    }
}
