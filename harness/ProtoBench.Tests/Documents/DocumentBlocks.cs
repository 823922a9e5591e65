using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;

namespace ProtoBench.Tests.Documents;

/// <summary>The fenced blocks of every document for people. CHANGELOG.md tells what was, results/examples/ is a report.</summary>
internal static class DocumentBlocks
{
    /// <summary>Relative to the root.</summary>
    public static IReadOnlyList<string> Documents { get; } =
    [
        .. Directory.EnumerateFiles(SourceFolder.Root, "*.md", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(SourceFolder.Root, path))
            .Where(path => !Regex.IsMatch(path, @"(^|/)(bin|obj|node_modules|Golden|runs|examples|\.[^/]+)/|^CHANGELOG\.md$"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>All blocks of one language, each with its document, those inside lists included.</summary>
    public static IEnumerable<(string Document, string Text)> Of(string language) =>
        from document in Documents
        from block in Regex.Matches(
            File.ReadAllText(Path.Combine(SourceFolder.Root, document)), @"^ *```(\w*)\n((?:.*\n)*?) *```$", RegexOptions.Multiline)
        where block.Groups[1].Value == language
        select (document, block.Groups[2].Value);

    /// <summary>The command lines of all blocks of shell, without their comments.</summary>
    public static IReadOnlyList<string> Commands { get; } =
    [
        .. from block in Of("sh")
           from line in block.Text.Split('\n')
           let command = Regex.Replace(line, @"(^|\s+)# .*$", "").Trim()
           where command.Length > 0
           select command,
    ];
}
