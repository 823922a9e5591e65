using System.Text.Json;
using ProtoBench.Tests.Trials;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Links of the kernel's own emulation, measured by the same certificate as ours.</summary>
[Collection(ProcessTests.Name)]
public sealed class NetemLinkTests
{
    private const string Lossy = """
        title: both directions impaired
        source: this test
        backend: netem
        delay: 10 ms
        loss: 2 %
        rate: 10 Mbit/s
        """;

    private const string Bursts = """
        title: copies and bursts
        source: this test
        backend: netem
        delay: 5 ms
        duplicate: 1 %
        loss: { enter: 1 %, leave: 25 % }
        """;

    [NetemFact]
    public void Netem_delays_loses_limits_and_copies_as_the_profile_says()
    {
        var folder = Directory.CreateTempSubdirectory("protobench-netem").FullName;
        try
        {
            File.WriteAllText(Path.Combine(folder, "lossy.yaml"), Lossy);
            File.WriteAllText(Path.Combine(folder, "bursts.yaml"), Bursts);
            var log = Run($"{Path.Combine(AppContext.BaseDirectory, "protobench")} link check {folder}/lossy.yaml {folder}/bursts.yaml --quick --json > {folder}/out");
            var certificates = File.ReadAllLines(Path.Combine(folder, "out")).Select(line => JsonDocument.Parse(line)).ToList();
            Assert.True(certificates.Count == 2, log);
            Assert.All(certificates, certificate =>
            {
                Assert.True(Failed(certificate).All(IsTimeOfAnotherKernel), certificate.RootElement.ToString());
                Assert.InRange(certificate.RootElement.GetProperty("roundTripMicroseconds").GetDouble(), 10_000, 100_000);
                Assert.Equal("netem", certificate.RootElement.GetProperty("facts").GetProperty("backend").GetString());
                Assert.Equal(JsonValueKind.Null, certificate.RootElement.GetProperty("facts").GetProperty("seed").ValueKind);
            });
            Assert.True(Passed(certificates[0], "up: loss"));
            // A kernel that is a program may be held up as long as its machine likes; no limit would be a thousand percent more, a wrong unit 87 less.
            Assert.InRange(RateError(certificates[0]), -85, 20);
            Assert.True(Passed(certificates[0], "up: every missing packet accounted for"));
            Assert.Null(Passed(certificates[0], "up: release lateness"));
            Assert.True(Passed(certificates[1], "down: mean burst"));
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
        !NetemFactAttribute.IsInKernel && (check.StartsWith("round trip p", StringComparison.Ordinal) || check.EndsWith(": rate", StringComparison.Ordinal));

    // "9.998 Mbit/s (-0.021 %)"
    private static double RateError(JsonDocument certificate)
    {
        var measured = Check(certificate, "down: rate").GetProperty("measured").GetString()!;
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
