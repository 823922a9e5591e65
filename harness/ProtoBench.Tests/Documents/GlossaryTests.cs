using System.Text;
using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Documents;

/// <summary>docs/glossary.md explains the words that are used, and no others.</summary>
public sealed class GlossaryTests
{
    private static readonly string[] Lines = File.ReadAllLines(Path.Combine(SourceFolder.Root, "docs", "glossary.md"));

    /// <summary>Every marked word: those that an entry begins with, and those it explains on the way.</summary>
    public static TheoryData<string> Terms => [.. Marked];

    private static readonly string[] Marked =
        [.. Lines.SelectMany(line => Regex.Matches(line, @"\*\*([^*]+)\*\*").Select(match => match.Groups[1].Value))];

    private static readonly Lazy<string> Used = new(() => Words(string.Join(' ', Sources().Select(File.ReadAllText))));

    [Theory]
    [MemberData(nameof(Terms))]
    public void Every_marked_word_is_used_in_the_code_or_in_the_documents_for_users(string term)
    {
        var words = Words(term).Trim();
        Assert.True(
            Used.Value.Contains($" {words} ", StringComparison.Ordinal) || Used.Value.Contains($" {words}s ", StringComparison.Ordinal),
            $"'{term}' is explained and used nowhere");
    }

    [Fact]
    public void Every_entry_explains_one_word_that_no_other_explains_and_ends_its_sentence()
    {
        var entries = Regex.Matches(string.Join('\n', Lines), @"^- (?:[^\n]|\n  )+", RegexOptions.Multiline)
            .Select(match => match.Value)
            .ToList();
        Assert.True(entries.Count > 50, $"only {entries.Count} entries were found");
        Assert.All(entries, entry => Assert.Matches(@"^- \*\*[^*]+\*\*(, \*\*[^*]+\*\*)*: [^:]", entry));
        Assert.All(entries, entry => Assert.EndsWith(".", entry, StringComparison.Ordinal));
        var terms = Marked.Select(term => term.ToUpperInvariant()).ToList();
        Assert.Equal(terms.Distinct(), terms);
    }

    [Theory]
    [InlineData("Scenario")]
    [InlineData("Trial")]
    [InlineData("Response time")]
    [InlineData("Service time")]
    [InlineData("Send lateness")]
    [InlineData("Arm")]
    [InlineData("Cell")]
    [InlineData("Verdict")]
    [InlineData("Certificate")]
    public void The_words_that_every_report_uses_are_explained(string term) =>
        Assert.Contains(Lines, line => line.StartsWith($"- **{term}**:", StringComparison.Ordinal));

    private static IEnumerable<string> Sources() =>
    [
        .. new[] { "harness", "servers" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceFolder.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !Regex.IsMatch(path, @"/(bin|obj|[^/]*\.Tests|[^/]*\.Benchmarks)/")),
        Path.Combine(SourceFolder.Root, "README.md"),
        Path.Combine(SourceFolder.Root, "scenarios", "README.md"),
        Path.Combine(SourceFolder.Root, "results", "README.md"),
    ];

    // LoadPoint, load-point and "load point" are the same word.
    private static string Words(string text)
    {
        var apart = Regex.Replace(text, "(?<=[a-z0-9])(?=[A-Z])", " ");
        var words = new StringBuilder(" ");
        foreach (var character in apart)
        {
            words.Append(char.IsLetterOrDigit(character) ? char.ToLowerInvariant(character) : ' ');
        }

        return Regex.Replace(words.Append(' ').ToString(), " +", " ");
    }
}
