using System.Text;
using ProtoBench.Links.Certification;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Protocols;
using ProtoBench.Reading.Links;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>Files that are no profile, no trace or no scenario, and numbers that are none: each with its line and the remedy.</summary>
public sealed class UnreadableProfileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("title: t\nsource: caf\u00E9\n", "iso-8859-1", 2, 12, "0xE9", "iconv -f LATIN1")]
    [InlineData("title: t\nsource: s\n", "utf-16", 1, 1, "UTF-16", "iconv -f UTF-16")]
    [InlineData("title: t\nsource: s\n\0loss: 1 %\n", "us-ascii", 3, 1, "NUL", "remove it")]
    [InlineData("title: t\nsource: s\u20AC\nloss: \0 1 %\n", "utf-8", 3, 7, "NUL", "remove it")]
    public void A_profile_that_is_no_utf8_text_names_the_place_and_the_conversion(
        string text, string encoding, int line, int column, string message, string remedy)
    {
        var error = Assert.Single(Load("x.yaml", Bytes(text, encoding)).Errors);
        Assert.Equal((line, column), (error.Line, error.Column));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
        Assert.Contains(remedy, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("title: caf\u00E9\n", "iso-8859-1", 1, 11)]
    [InlineData("title: t\n\0workloads: {}\n", "us-ascii", 2, 1)]
    [InlineData("title: t\n", "utf-16", 1, 1)]
    public void A_scenario_that_is_no_utf8_text_names_the_place_and_the_conversion(string text, string encoding, int line, int column)
    {
        var path = Path.Combine(_folder, "s.yaml");
        File.WriteAllBytes(path, Bytes(text, encoding));
        var error = Assert.Single(ScenarioFile.Load(
            path, new ScenarioOverrides(), new ScenarioVocabulary(ProtocolCatalog.All, [ScenarioVocabulary.Loopback])).Errors);
        Assert.Equal((line, column, ScenarioErrorCodes.FileUnreadable), (error.Line, error.Column, error.Code));
        Assert.NotNull(error.Hint);
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_a_text()
    {
        Assert.Equal(("title: t", null), Utf8Text.Decode([0xEF, 0xBB, 0xBF, .. "title: t"u8]));
        Assert.Empty(Load(
            "x.yaml", [0xEF, 0xBB, 0xBF, .. "title: t\nsource: s\ntrace: a.tr\n"u8], trace: [0xEF, 0xBB, 0xBF, .. "1\r\n10\r\n"u8]).Errors);
    }

    [Theory]
    [InlineData("5\n10\nabc\n", "line 3: 'abc'")]
    [InlineData("5\n\n10.5\n", "line 3: '10.5'")]
    [InlineData("5\n-3\n", "line 2: '-3'")]
    [InlineData("5\n99999999999999999999\n", "line 2: '99999999999999999999'")]
    [InlineData("5\n10\n7\n", "line 3: 7 goes back in time, 10 stands before it")]
    [InlineData("5\n1\0\n", "line 2: there is a NUL")]
    [InlineData("0\n0\n", "line 3: it ends at 0 ms")]
    [InlineData("\n", "no line with a number")]
    [InlineData("5\n\u00E9\n", "line 2: the byte 0xE9")]
    public void An_unreadable_line_of_a_trace_is_named_by_its_number(string trace, string message)
    {
        var error = Assert.Single(Load("x.yaml", "title: t\nsource: s\ntrace: a.tr\n"u8.ToArray(), Encoding.Latin1.GetBytes(trace)).Errors);
        Assert.Equal((3, LinkProfileErrorCodes.BadTrace), (error.Line, error.Code));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("queue: 10.5 packets", "write `11 packets`")]
    [InlineData("queue: 0.2 packets", "write `1 packets`")]
    [InlineData("queue: -1 packets", "100 packets")]
    [InlineData("queue: 1000000000 packets", "60000 packets")]
    [InlineData("queue: 99999999999999999999999999999999 B", "60000 packets")]
    [InlineData("queue: 59 min", "60 s")]
    [InlineData("loss: { packets: [1.5] }", "17")]
    public void A_queue_or_a_list_that_cannot_be_is_refused(string line, string remedy)
    {
        var error = Assert.Single(Load("x.yaml", Encoding.UTF8.GetBytes($"title: t\nsource: s\nrate: 1 Mbit/s\n{line}\n")).Errors);
        Assert.Equal(4, error.Line);
        Assert.Contains(remedy, error.Hint, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("delay: 60 min", "3600000", 3, "'delay'")]
    [InlineData("rate: 1 kbit/s", "1", 3, "'rate'")]
    [InlineData("delay: 1 ms\ntrace: a.tr", "3600000", 4, "'trace'")]
    [InlineData("delay: 1 ms\ndown:\n  delay: 30 min", "1", 5, "'delay'")]
    public void A_link_whose_certificate_would_take_more_than_three_minutes_is_refused_at_the_line_of_the_cause(
        string text, string trace, int line, string key)
    {
        var error = Assert.Single(CertificateTime.Check(
            Load("x.yaml", Encoding.UTF8.GetBytes($"title: t\nsource: s\n{text}\n"), Encoding.ASCII.GetBytes(trace))).Errors);
        Assert.Equal((line, LinkProfileErrorCodes.TooSlow), (error.Line, error.Code));
        Assert.Contains(key, error.Message, StringComparison.Ordinal);
        Assert.Contains("at most 3 min", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void No_shipped_profile_takes_longer_than_its_estimate_of_half_a_minute(string name) =>
        Assert.InRange(CertificateTime.Of(LinkProfileCatalog.Load(name).Profile!), TimeSpan.Zero, TimeSpan.FromSeconds(30));

    public static TheoryData<string> Shipped => [.. LinkProfileCatalog.Names];

    private static byte[] Bytes(string text, string encoding)
    {
        var chosen = Encoding.GetEncoding(encoding);
        return [.. chosen.GetPreamble().Length > 2 ? [] : chosen.GetPreamble(), .. chosen.GetBytes(text)];
    }

    private LinkProfileReading Load(string name, byte[] profile, byte[]? trace = null)
    {
        File.WriteAllBytes(Path.Combine(_folder, "a.tr"), trace ?? "1\n"u8.ToArray());
        var path = Path.Combine(_folder, name);
        File.WriteAllBytes(path, profile);
        return LinkProfileFile.Load(path);
    }
}
