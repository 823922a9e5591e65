using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Documents;

/// <summary>What the documents name is there: files and folders, headings, and in those for developers the types and members.</summary>
public sealed class DocumentedNamesTests
{
    // Git ignores what runs leave behind, and results/history begins with the first point.
    private static readonly string[] MadeByRuns = ["results/runs", "results/history", "results/..."];

    private static readonly Lazy<HashSet<string>> Identifiers = new(() =>
    [
        .. new[] { "harness", "servers" }
            .SelectMany(folder => Directory.EnumerateFiles(Path.Combine(SourceFolder.Root, folder), "*.cs", SearchOption.AllDirectories))
            .Where(path => !Regex.IsMatch(path, "/(bin|obj|node_modules)/"))
            .SelectMany(path => Regex.Matches(File.ReadAllText(path), @"\w+").Select(word => word.Value)),
    ]);

    public static TheoryData<string> Documents => [.. DocumentBlocks.Documents];

    public static TheoryData<string> ForDevelopers => [.. AboutTheCode];

    private static readonly string[] AboutTheCode =
        [.. DocumentBlocks.Documents.Where(document => Regex.IsMatch(document, "^(docs/|CONTRIBUTING|harness/README|servers/README)"))];

    [Fact]
    public void The_documents_for_developers_are_among_them() =>
        Assert.Superset(
            new HashSet<string> { "CONTRIBUTING.md", "docs/architecture.md", "docs/glossary.md", "harness/README.md", "servers/README.md" },
            AboutTheCode.ToHashSet());

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_of_the_repository_that_a_document_names_exists(string document)
    {
        var paths = Regex.Matches(Read(document), @"(?<![\w./~-])(?:docs|harness|servers|scenarios|scripts|results|\.ci)/[\w./-]*")
            .Select(match => match.Value.TrimEnd('.'))
            .Where(path => !MadeByRuns.Any(made => path.StartsWith(made, StringComparison.Ordinal)));
        Assert.All(
            paths,
            path => Assert.True(Path.Exists(Path.Combine(SourceFolder.Root, path)), $"{document} names {path}, which does not exist"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_within_the_repository_leads_somewhere(string document)
    {
        foreach (Match match in Regex.Matches(Read(document), @"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)"))
        {
            var (target, heading) = (match.Groups[1].Value, match.Groups[2].Value);
            var path = target.Length == 0 ? document : Path.Combine(Path.GetDirectoryName(document)!, target);
            Assert.True(Path.Exists(Path.Combine(SourceFolder.Root, path)), $"{document} links to {target}, which does not exist");
            Assert.True(
                heading.Length == 0 || Headings(path).Contains(heading),
                $"{document} links to {target}#{heading}; {path} has no such heading");
        }
    }

    [Theory]
    [MemberData(nameof(ForDevelopers))]
    public void Every_type_and_member_that_a_document_for_developers_names_is_in_the_code(string document)
    {
        // CamelCase in backticks; a path is another fact's, and what is all capitals is no name of ours.
        var names = Regex.Matches(Read(document), @"(?<=`)[A-Z]\w*[a-z]\w*(?:\.[A-Z]\w*)*(?=(\(\))?`)")
            .Select(match => match.Value)
            .Where(name => Regex.IsMatch(name, "[a-z][A-Z]"))
            .SelectMany(name => name.Split('.'));
        Assert.All(
            names,
            name => Assert.True(Identifiers.Value.Contains(name), $"{document} names {name}, which the code has not"));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Lines_of_a_document_have_at_most_140_columns_but_for_tables(string document) =>
        Assert.DoesNotContain(
            File.ReadLines(Path.Combine(SourceFolder.Root, document)),
            line => line.Length > 140 && !line.StartsWith('|'));

    private static string Read(string document) => File.ReadAllText(Path.Combine(SourceFolder.Root, document));

    // As GitHub makes anchors of headings.
    private static IEnumerable<string> Headings(string document) => Regex.Matches(Read(document), "^#+ (.+)$", RegexOptions.Multiline)
        .Select(match => Regex.Replace(match.Groups[1].Value.Trim().ToLowerInvariant(), @"[^\w\- ]", "").Replace(' ', '-'));
}
