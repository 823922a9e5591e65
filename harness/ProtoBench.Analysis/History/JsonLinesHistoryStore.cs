using System.Text;

namespace ProtoBench.Analysis.History;

/// <summary>
/// A folder of JSON Lines, one file per scenario and fingerprint, made to be committed: lines are complete in themselves and their order
/// does not matter, so that git can merge two branches' runs by keeping both sides' lines.
/// </summary>
internal sealed class JsonLinesHistoryStore(string folder) : IHistoryStore
{
    private const string AcknowledgementsFile = "acknowledged.jsonl";
    private const int LongestName = 60;

    public string Name { get; } = folder;

    public async Task<AddOutcome> AddAsync(HistoryPoint point, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Name);
        var file = new JsonLinesFile(Path.Combine(Name, FileNameOf(point)));
        using (await HistoryLock.TakeAsync(Name, cancellationToken).ConfigureAwait(false))
        {
            TellGit();
            if (file.Read(HistoryJson.Point, []).FirstOrDefault(stored => stored.Run == point.Run) is { } there)
            {
                return HistoryJson.Line(there) == HistoryJson.Line(point) ? AddOutcome.AlreadyThere : AddOutcome.Different;
            }

            file.Append(HistoryJson.Line(point), HistoryJson.Point);
            return AddOutcome.Added;
        }
    }

    public async Task AcknowledgeAsync(Acknowledgement acknowledgement, CancellationToken cancellationToken)
    {
        Directory.CreateDirectory(Name);
        var file = new JsonLinesFile(Path.Combine(Name, AcknowledgementsFile));
        using (await HistoryLock.TakeAsync(Name, cancellationToken).ConfigureAwait(false))
        {
            if (!file.Read(HistoryJson.Acknowledged, []).Any(stored => IsSame(stored, acknowledgement)))
            {
                file.Append(HistoryJson.Line(acknowledgement), HistoryJson.Acknowledged);
            }
        }
    }

    public Task<HistoryContent> ReadAsync(string? scenario, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        var points = new List<HistoryPoint>();
        var acknowledgements = new JsonLinesFile(Path.Combine(Name, AcknowledgementsFile)).Read(HistoryJson.Acknowledged, problems);
        string[] paths = Directory.Exists(Name) ? Directory.GetFiles(Name, "*.jsonl") : [];
        foreach (var path in paths.Order(StringComparer.Ordinal))
        {
            if (Path.GetFileName(path) != AcknowledgementsFile)
            {
                points.AddRange(new JsonLinesFile(path).Read(HistoryJson.Point, problems));
            }
        }

        points.RemoveAll(point => scenario is not null && point.Scenario != scenario);
        problems.AddRange(HistoryContent.Contradictions(points));
        return Task.FromResult(new HistoryContent
        {
            Exists = Directory.Exists(Name),
            Points = HistoryContent.Ordered(points),
            Acknowledgements = [.. acknowledgements.Where(acknowledgement => scenario is null || acknowledgement.Scenario == scenario)],
            Problems = problems,
        });
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>For example <c>quick-0123456789ab-ba9876543210.jsonl</c>: scenario, its conditions, the environment.</summary>
    internal static string FileNameOf(HistoryPoint point)
    {
        // A scenario may be called anything; the file of one called ../x stays in the folder.
        var name = new StringBuilder();
        foreach (var character in point.Scenario.Length > LongestName ? point.Scenario[..LongestName] : point.Scenario)
        {
            name.Append(char.IsAsciiLetterOrDigit(character) || character is '-' or '_' ? character : '_');
        }

        return $"{name}-{point.ScenarioHash}-{point.Fingerprint}.jsonl";
    }

    private static bool IsSame(Acknowledgement one, Acknowledgement other) =>
        (one.Scenario, one.Fingerprint, one.Cell, one.Metric, one.Run)
            == (other.Scenario, other.Fingerprint, other.Cell, other.Metric, other.Run);

    private void TellGit()
    {
        WriteOnce(
            ".gitattributes",
            "# Lines are complete in themselves and in any order: both sides of a merge are right.\n*.jsonl text eol=lf merge=union\n");
        WriteOnce(".gitignore", $"{HistoryLock.FileName}\n.*.new\n");
    }

    private void WriteOnce(string name, string content)
    {
        var path = Path.Combine(Name, name);
        if (!File.Exists(path))
        {
            var whole = Path.Combine(Name, $".{name}.new");
            File.WriteAllText(whole, content);
            File.Move(whole, path, overwrite: true);
        }
    }
}
