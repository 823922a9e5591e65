using System.Globalization;
using System.Text;
using System.Xml;

namespace ProtoBench.Reports.Exports;

/// <summary>
/// JUnit XML in the dialect that GitLab, Jenkins and GitHub's readers share (github.com/testmoapp/junitxml). GitLab has ignored the message
/// attribute, so every message is repeated as text.
/// </summary>
internal static class JUnitXml
{
    public static Export Export { get; } = Export.OfAnything(
        "junit", "JUnit XML, one test case per cell", found => Of(found.Checks)) with
    {
        FileName = "junit.xml",
        Flag = new("--junit", "Write the answers as JUnit XML."),
    };

    public static string Of(CheckSuite suite)
    {
        var text = new StringBuilder();
        using (var writer = XmlWriter.Create(new Utf8Text(text), new XmlWriterSettings { Indent = true, NewLineChars = "\n" }))
        {
            writer.WriteStartElement("testsuites");
            Totals(writer, "protobench", suite);
            writer.WriteStartElement("testsuite");
            Totals(writer, suite.Name, suite);
            if (suite.Time is { } time)
            {
                writer.WriteAttributeString(
                    "timestamp", time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
            }

            Properties(writer, suite);
            foreach (var check in suite.Checks)
            {
                TestCase(writer, suite, check);
            }

            writer.WriteEndElement();
            writer.WriteEndElement();
        }

        return text.Append('\n').ToString();
    }

    private static void Totals(XmlWriter writer, string name, CheckSuite suite)
    {
        writer.WriteAttributeString("name", Printable(name));
        writer.WriteAttributeString("tests", $"{suite.Checks.Count}");
        writer.WriteAttributeString("failures", $"{suite.Count(CheckOutcome.Failed)}");
        writer.WriteAttributeString("errors", $"{suite.Count(CheckOutcome.Error)}");
        writer.WriteAttributeString("skipped", $"{suite.Count(CheckOutcome.Skipped)}");
        writer.WriteAttributeString("time", Seconds(suite.Checks.Sum(check => check.Seconds)));
    }

    private static void Properties(XmlWriter writer, CheckSuite suite)
    {
        if (suite.Properties.Count == 0)
        {
            return;
        }

        writer.WriteStartElement("properties");
        foreach (var (name, value) in suite.Properties)
        {
            writer.WriteStartElement("property");
            writer.WriteAttributeString("name", Printable(name));
            writer.WriteAttributeString("value", Printable(value));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static void TestCase(XmlWriter writer, CheckSuite suite, Check check)
    {
        writer.WriteStartElement("testcase");
        writer.WriteAttributeString("classname", Printable($"protobench.{suite.Name}"));
        writer.WriteAttributeString("name", Printable(check.Name));
        writer.WriteAttributeString("time", Seconds(check.Seconds));
        if (check.File is { } file)
        {
            writer.WriteAttributeString("file", Printable(file));
        }

        if (check.Line > 0)
        {
            writer.WriteAttributeString("line", $"{check.Line}");
        }

        var element = check.Outcome switch
        {
            CheckOutcome.Failed => "failure",
            CheckOutcome.Error => "error",
            CheckOutcome.Skipped => "skipped",
            _ => null,
        };
        if (element is not null)
        {
            writer.WriteStartElement(element);
            if (check.Outcome is not CheckOutcome.Skipped)
            {
                writer.WriteAttributeString("type", check.Kind);
            }

            writer.WriteAttributeString("message", Printable(check.Message));
            writer.WriteString(Printable(check.Message));
            writer.WriteEndElement();
        }

        writer.WriteEndElement();
    }

    private static string Seconds(double seconds) => seconds.ToString("0.###", CultureInfo.InvariantCulture);

    // XML 1.0 has no way to write most control characters, not even as references.
    private static string Printable(string text) =>
        string.Concat(text.EnumerateRunes().Select(rune =>
            rune.IsBmp && !XmlConvert.IsXmlChar((char)rune.Value) ? "\uFFFD" : rune.ToString()));

    private sealed class Utf8Text(StringBuilder text) : StringWriter(text, CultureInfo.InvariantCulture)
    {
        public override Encoding Encoding => new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
    }
}
