using System.Text.Json;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Links of the kernel's own emulation, measured by the same certificate as ours.</summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class NetemLinkTests
{
    // One link for everything: a kernel that is a program needs a quarter of a minute to check one.
    private const string Impaired = """
        title: each direction with impairments of its own
        source: this test
        backend: netem
        delay: 10 ms
        up: { loss: 2 %, rate: 10 Mbit/s }
        down: { duplicate: 1 %, loss: { enter: 1 %, leave: 25 % } }
        """;

    [NetemFact]
    public void Netem_delays_loses_limits_and_copies_as_the_profile_says()
    {
        var folder = Directory.CreateTempSubdirectory("protobench-netem").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "impaired.yaml"), Impaired);
            var log = Run(
                $"{Path.Combine(AppContext.BaseDirectory, "protobench")} link check {folder}/impaired.yaml --quick --json > {folder}/out");
            var written = File.ReadAllText(Path.Combine(folder, "out"));
            Assert.True(written.Length > 0, log);
            var certificate = JsonDocument.Parse(written);
            Assert.True(Failed(certificate).All(check => IsTimeOfAnotherKernel(check) || IsChance(check)), written);
            Assert.InRange(certificate.RootElement.GetProperty("roundTripMicroseconds").GetDouble(), 20_000, 100_000);
            Assert.Equal("netem", certificate.RootElement.GetProperty("facts").GetProperty("backend").GetString());
            Assert.Equal(JsonValueKind.Null, certificate.RootElement.GetProperty("facts").GetProperty("seed").ValueKind);
            // Five standard deviations, and still no other unit and no losses one by one, whose mean burst would be 1.04.
            Assert.InRange(Measured(certificate, "up: loss"), 0.5, 5);
            Assert.InRange(Measured(certificate, "down: loss"), 1, 9);
            Assert.InRange(Measured(certificate, "down: mean burst"), 1.5, 8);
            Assert.True(Passed(certificate, "up: every missing packet accounted for"));
            Assert.Null(Passed(certificate, "up: release lateness"));
            // A kernel that is a program may be held up as long as its machine likes; no limit would be a thousand percent more, a wrong
            // unit 87 less.
            Assert.InRange(RateError(certificate), -85, 20);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // With --no-real-time: a probe that spins with real-time priority would be alone on a kernel of one processor.
    private static string Run(string command)
    {
        if (NetemFactAttribute.IsInKernel)
        {
            using var shell = System.Diagnostics.Process.Start("sh", ["-c", command]);
            shell.WaitForExit();
            return "";
        }

        return UserModeLinux.Run($"{command} --no-real-time --no-keep-awake");
    }

    // A kernel that is a program is scheduled like one: its round trips are a millisecond late, and no fault of netem's.
    private static bool IsTimeOfAnotherKernel(string check) =>
        !NetemFactAttribute.IsInKernel
            && (check.StartsWith("round trip p", StringComparison.Ordinal) || check.EndsWith(": rate", StringComparison.Ordinal));

    // Netem has no seed: each 99 % interval misses the expected value once in a hundred runs of a link that is as it should be.
    private static bool IsChance(string check) =>
        check.EndsWith(": loss", StringComparison.Ordinal) || check.EndsWith(": mean burst", StringComparison.Ordinal);

    // "1.833 % (99 % interval 0.984 % to 3.390 %)", "2.24 packets (99 % interval ± 1.27)"
    private static double Measured(JsonDocument certificate, string name) => double.Parse(
        Check(certificate, name).GetProperty("measured").GetString()!.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    // "9.998 Mbit/s (-0.021 %)"
    private static double RateError(JsonDocument certificate)
    {
        var measured = Check(certificate, "up: rate").GetProperty("measured").GetString()!;
        return double.Parse(measured.Split('(')[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
    }

    private static JsonElement Check(JsonDocument certificate, string name) =>
        certificate.RootElement.GetProperty("checks").EnumerateArray().Single(check => check.GetProperty("name").GetString() == name);

    private static IEnumerable<string> Failed(JsonDocument certificate) => certificate.RootElement.GetProperty("checks").EnumerateArray()
        .Where(check => check.GetProperty("passed").ValueKind == JsonValueKind.False)
        .Select(check => check.GetProperty("name").GetString()!);

    private static bool? Passed(JsonDocument certificate, string name)
    {
        var check = Check(certificate, name);
        return check.TryGetProperty("passed", out var passed) && passed.ValueKind != JsonValueKind.Null ? passed.GetBoolean() : null;
    }
}
