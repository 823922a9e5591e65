using System.Security.Cryptography;
using System.Text;

namespace ProtoBench.Reports.Html;

/// <summary>The page's script, as it lies in this folder's Page/ in readable files, one after the other.</summary>
internal static class PageScript
{
    // Each file is a scope of its own but for the names it shares on purpose.
    private static readonly string[] Files = ["filter.js", "tip.js", "sort.js", "start.js"];

    /// <summary>What stands between the script's tags.</summary>
    public static string Text { get; } = "\n\"use strict\";\n(() => {\n" + string.Concat(Files.Select(Read)) + "})();\n";

    /// <summary>The script as a source expression of a content security policy (CSP Level 3, 2.3.1).</summary>
    public static string Hash { get; } = "sha256-" + Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Text)));

    private static string Read(string file)
    {
        using var stream = typeof(PageScript).Assembly.GetManifestResourceStream("page/" + file)
            ?? throw new InvalidOperationException($"This build of protobench lacks its page's script {file}.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
