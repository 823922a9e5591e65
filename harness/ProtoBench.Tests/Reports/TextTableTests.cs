using ProtoBench.Reports.Text;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>Tables as wide as their paper: folded where they are too wide, and never cut.</summary>
public sealed class TextTableTests
{
    private static readonly string[] Columns = ["p50", "p90", "p99", "throughput", "ratio"];

    [Fact]
    public void A_table_that_fits_is_one_table() => Assert.Equal(
        """
              p50   p90   p99  throughput  ratio
        tcp  31.5  42.4  70.3       28.9k   1.30

        """,
        Text(new TextTable(), 80, ["", .. Columns], ["tcp", "31.5", "42.4", "70.3", "28.9k", "1.30"]));

    [Fact]
    public void Where_only_the_name_is_too_long_the_name_is_wrapped() => Assert.Equal(
        """
                           p50   p90   p99  throughput  ratio
        tcp-with-a-long-  31.5  42.4  70.3       28.9k   1.30
          label-of-mine

        """,
        Text(new TextTable(), 55, ["", .. Columns], ["tcp-with-a-long-label-of-mine", "31.5", "42.4", "70.3", "28.9k", "1.30"]));

    [Fact]
    public void Columns_that_do_not_fit_follow_below_with_the_names_again_and_the_answer_stands_first() => Assert.Equal(
        """
              p50   p90   p99  ratio
        tcp  31.5  42.4  70.3   1.30

        (continued)  throughput
        tcp               28.9k

        """,
        Text(new TextTable { First = [5] }, 30, ["", .. Columns], ["tcp", "31.5", "42.4", "70.3", "28.9k", "1.30"]));

    [Fact]
    public void Names_of_several_rows_become_lines_above_them() => Assert.Equal(
        """
          metric       base    new  verdict
        http1-behind-the-old-proxy-in-front
          throughput  5.80k  8.92k   faster
          p50           107   84.8   faster
        unix
          p50            12     12     same

        """,
        Text(
            new TextTable { NamesMayLead = true, Naming = 2 },
            42,
            ["cell", "metric", "base", "new", "verdict"],
            ["http1-behind-the-old-proxy-in-front", "throughput", "5.80k", "8.92k", "faster"],
            ["", "p50", "107", "84.8", "faster"],
            ["unix", "p50", "12", "12", "same"]));

    [Theory]
    [InlineData(1)]
    [InlineData(30)]
    [InlineData(37)]
    [InlineData(60)]
    public void No_cell_is_lost_however_narrow_the_paper_is(int columns)
    {
        string[][] rows =
        [
            ["cell", "metric", .. Columns],
            ["http1-behind-the-old-proxy-in-front-of-it-in-the-cellar", "latency", "1", "22", "333", "4444", "55555"],
            ["tcp", "latency", "6", "77", "888", "9999", "x"],
        ];
        foreach (var leads in new[] { false, true })
        {
            var text = Text(new TextTable { Naming = 2, First = [6, 3], NamesMayLead = leads }, columns, rows);

            var said = text.Replace("\n", " ", StringComparison.Ordinal).Split(' ', StringSplitOptions.RemoveEmptyEntries);
            Assert.All(rows.Skip(1).SelectMany(row => row.Skip(1)).Concat(Columns), cell => Assert.Contains(cell, said));
            Assert.Contains(
                "http1-behind-the-old-proxy-in-front-of-it-in-the-cellar",
                string.Concat(said.Where(word => !word.All(char.IsAsciiDigit) && word != "latency")),
                StringComparison.Ordinal);
        }
    }

    private static string Text(TextTable table, int columns, params string[][] rows)
    {
        foreach (var row in rows)
        {
            table.Add(row);
        }

        using var text = new StringWriter { NewLine = "\n" };
        table.Write(text, new TextPaper(columns));
        return text.ToString();
    }
}
