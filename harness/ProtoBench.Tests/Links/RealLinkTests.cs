using System.Text.Json;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>
/// Certificates of real links. Only what does not depend on how busy the machine is: which packets are lost, that none is lost otherwise,
/// and their order. Delays are asserted from below only; how exact they are is what <c>protobench link check</c> says on a quiet machine.
/// </summary>
[Trait(Lane.Name, Lane.Waiting)]
public sealed class RealLinkTests
{
    [LinkFact]
    public void A_tun_link_loses_exactly_the_packets_of_the_seed() =>
        AssertExact(Check(Protobench.Run("link", "check", "--quick", "--json", "--backend", "tun", "lossy-1")), "tun");

    [LinkFact]
    public void A_packet_socket_link_loses_exactly_the_packets_of_the_seed() =>
        AssertExact(
            Check(Protobench.Run("link", "check", "--quick", "--json", "--backend", "packet-socket", "lossy-2-burst")), "packet-socket");

    [RootlessTheory]
    [InlineData("666", "tun")]
    [InlineData("600", "packet-socket")]
    public void An_ordinary_user_gets_the_same_link_over_what_is_open_to_him(string tunMode, string backend)
    {
        var certificate = Check(Protobench.RunAsOrdinaryUser(tunMode, "link", "check", "--quick", "--json", "lossy-1"));
        AssertExact(certificate, backend);
        Assert.True(certificate.GetProperty("facts").GetProperty("rootless").GetBoolean());
    }

    private static JsonElement Check((int ExitCode, string Output, string Log) run)
    {
        Assert.True(run.ExitCode is 0 or 1, run.Log);
        using var certificate = JsonDocument.Parse(run.Output);
        return certificate.RootElement.Clone();
    }

    private static void AssertExact(JsonElement certificate, string backend)
    {
        var facts = certificate.GetProperty("facts");
        Assert.Equal((backend, "cubic"), (facts.GetProperty("backend").GetString(), facts.GetProperty("congestionClient").GetString()));
        foreach (var direction in new[] { "up", "down" })
        {
            foreach (var property in new[] { "the seed's packets", "every missing packet accounted for", "order" })
            {
                var check = Assert.Single(
                    certificate.GetProperty("checks").EnumerateArray(),
                    check => check.GetProperty("name").GetString() == $"{direction}: {property}");
                Assert.True(check.GetProperty("passed").GetBoolean(), check.ToString());
            }
        }

        var roundTrip = certificate.GetProperty("checks").EnumerateArray().First().GetProperty("measured").GetString()!;
        Assert.True(double.Parse(roundTrip.Split(' ')[0]) >= 20, roundTrip);
    }
}
