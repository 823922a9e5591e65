using ProtoBench.Model.Scenarios;
using ProtoBench.Reading.Scenarios;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

public sealed class ScenarioErrorTextTests
{
    [Fact]
    public void An_error_shows_place_line_underline_and_remedy()
    {
        var text = "title: Which?\nprotocls: [tcp]\nprotocols: [tcp]\nworkloads: { echo: {} }\n";
        Assert.Equal(
            """
            some/Case 1.yaml:2:1: error PB1102: unknown key 'protocls'
             2 | protocls: [tcp]
               | ^^^^^^^^
              help: did you mean 'protocols'?

            """,
            Render(Read.Text(text)));
    }

    [Fact]
    public void Errors_are_separated_by_a_blank_line()
    {
        Assert.Equal(
            """
            some/Case 1.yaml:4:9: error PB1205: 'trials' must be a whole number from 1 to 1,000, not 0
             4 | trials: 0
               |         ^

            some/Case 1.yaml:5:9: error PB1304: unknown link profile 'moon'
             5 | links: [moon]
               |         ^^^^
              help: these exist: loopback, wan-40ms; a file of your own is written like ./office.yaml

            """,
            Render(Read.Lines("trials: 0\nlinks: [moon]")));
    }

    [Fact]
    public void An_error_in_an_option_names_the_option()
    {
        Assert.Equal(
            """
            --set trials=x: error PB1103: 'trials' must be a whole number from 1 to 1,000, not 'x'

            """,
            Render(Read.Lines("", "trials=x")));
    }

    [Fact]
    public void Tabs_stay_tabs_above_and_below() => Assert.Equal(
        "f:1:3: error PB1102: m\n 1 | \tab\n   | \t ^\n", ScenarioErrorText.Render([new("f", 1, 3, 1, "PB1102", "m")], "\tab"));

    [Fact]
    public void Control_characters_of_a_file_do_not_reach_the_terminal()
    {
        var shown = ScenarioErrorText.Render([new("f", 1, 1, 9, "PB1102", "key '\e[2J'")], "\e[2J: 1");
        Assert.DoesNotContain('\e', shown);
    }

    [Fact]
    public void A_long_line_is_shown_around_the_mistake()
    {
        var line = new string('a', 1_000) + "WRONG" + new string('b', 1_000);
        var shown = ScenarioErrorText.Render([new("f", 1, 1_001, 5, "PB1102", "m")], line).Split('\n');
        Assert.Equal("WRONG", shown[1].Substring(shown[2].IndexOf('^'), shown[2].Count(character => character == '^')));
        Assert.True(shown[1].Length < 180);
    }

    [Fact]
    public void A_place_behind_the_end_of_a_line_or_file_is_shown_all_the_same()
    {
        Assert.Equal("f:1:9: error PB1002: m\n 1 | ab\n   |   ^\n", ScenarioErrorText.Render([new("f", 1, 9, 5, "PB1002", "m")], "ab"));
        Assert.Equal("f:7:1: error PB1002: m\n", ScenarioErrorText.Render([new("f", 7, 1, 1, "PB1002", "m")], "ab"));
    }

    private static string Render(ScenarioReading reading) => ScenarioErrorText.Render(reading.Errors, reading.Text);
}
