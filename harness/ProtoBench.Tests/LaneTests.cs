using System.Text.RegularExpressions;
using ProtoBench.Tests.Scenarios;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests;

/// <summary>What a class's lane promises is so, as far as its source and its attributes tell.</summary>
public sealed partial class LaneTests
{
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
    public void What_has_the_lane_alone_is_in_the_collection_that_runs_alone()
    {
        var types = typeof(LaneTests).Assembly.GetTypes();

        Assert.Contains(types, IsInLaneAlone);
        Assert.Equal(types.Where(RunsAlone), types.Where(IsInLaneAlone));
    }

    private static IEnumerable<string> Projects() => ((string[])["harness", "servers"])
        .SelectMany(folder => Directory.GetDirectories(Path.Combine(SourceFolder.Root, folder), "*.Tests"));

    private static bool RunsAlone(Type type) =>
        Arguments(type, typeof(CollectionAttribute)).Any(arguments => Equals(arguments[0], ProcessTests.Name));

    private static bool IsInLaneAlone(Type type) =>
        Arguments(type, typeof(TraitAttribute)).Any(arguments => Equals(arguments[0], Lane.Name) && Equals(arguments[1], Lane.Alone));

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
