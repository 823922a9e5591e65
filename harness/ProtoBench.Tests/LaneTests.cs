using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests;

/// <summary>What a class's lane promises is so, as far as its source and its attributes tell.</summary>
public sealed partial class LaneTests
{
    private static readonly string[] _oneByOne = [Lane.Hosts, Lane.Links, Lane.Programs, Lane.Alone];

    [Fact]
    public void A_class_that_starts_processes_opens_sockets_or_waits_for_a_clock_is_not_pure()
    {
        var files = Projects().SelectMany(project => Directory.EnumerateFiles(project, "*Tests.cs", SearchOption.AllDirectories)).ToList();
        Assert.True(files.Count > 100, $"{files.Count} files");

        var wrong = files
            .Select(file => (File: Path.GetFileName(file), Text: File.ReadAllText(file)))
            .Where(file => !file.Text.Contains("[Trait(Lane.Name, Lane.", StringComparison.Ordinal) && NotPure().IsMatch(file.Text))
            .Select(file => $"{file.File} needs [Trait(Lane.Name, ...)], because of {NotPure().Match(file.Text).Value}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void What_has_the_lane_alone_or_judges_beside_other_lanes_is_in_the_collection_that_runs_one_by_one()
    {
        var types = typeof(LaneTests).Assembly.GetTypes();

        Assert.All(_oneByOne, lane => Assert.Contains(types, type => IsIn(type, lane)));
        Assert.Equal(types.Where(RunsAlone), types.Where(type => _oneByOne.Any(lane => IsIn(type, lane))));
    }

    [Fact]
    public void Every_lane_is_run_by_the_script_of_all_tests()
    {
        var script = File.ReadAllText(Path.Combine(SourceFolder.Root, "scripts", "test.sh"));
        var lanes = typeof(Lane).GetFields().Select(field => (string)field.GetRawConstantValue()!).Except([Lane.Name, Lane.Waiting]);

        // What is in none of them is in the first run: pure and waiting.
        Assert.Equal(_oneByOne.Order(), lanes.Order());
        Assert.Contains($"='{string.Join('&', _oneByOne.Select(lane => $"lane!={lane}"))}'", script, StringComparison.Ordinal);
        Assert.Contains($"for lane in {string.Join(' ', _oneByOne.Except([Lane.Alone]))}; do", script, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Projects() => ((string[])["harness", "servers"])
        .SelectMany(folder => Directory.GetDirectories(Path.Combine(SourceFolder.Root, folder), "*.Tests"));

    private static bool RunsAlone(Type type) =>
        Arguments(type, typeof(CollectionAttribute)).Any(arguments => Equals(arguments[0], ProcessTests.Name));

    private static bool IsIn(Type type, string lane) =>
        Arguments(type, typeof(TraitAttribute)).Any(arguments => Equals(arguments[0], Lane.Name) && Equals(arguments[1], lane));

    private static IEnumerable<object?[]> Arguments(Type type, Type attribute) => type.GetCustomAttributesData()
        .Where(applied => applied.AttributeType == attribute)
        .Select(applied => applied.ConstructorArguments.Select(argument => argument.Value).ToArray());

    [GeneratedRegex(
        @"\bProcess\.Start\(|\bProtobenchProcess\.|\bProtobench\.(Start|Run)|Task\.Delay|Thread\.Sleep|SpinWait\.SpinUntil|Until\.Async"
        + @"|\[(Link|Rootless|Netem|Tshark|Curl|Nginx|Node|R|Chromium|Postgres|Python|Module|Namespace|Quic)(Fact|Theory)|\[ConformanceTheory"
        + @"|\bForeign(Node|Python|R|Validator|Grpc|Program)\b|\bTcp(Client|Listener)\b|new Socket\(|\bSocketPairLink\b|IClassFixture<"
        + @"|\b(Scripted|MisbehavingGrpc|Live)Server\b|\bTrialRunner\(|\bLoopRun\.|\bListenAsync\(|\bConversation\.")]
    private static partial Regex NotPure();
}
