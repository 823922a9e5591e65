using System.Runtime.CompilerServices;
using Xunit;

namespace ProtoBench.Tests.Reports;

/// <summary>
/// Compares text with a file in the Golden folder beside the calling test. With PROTOBENCH_UPDATE_GOLDEN=1 the files are written instead;
/// the difference is then reviewed in version control.
/// </summary>
internal static class Golden
{
    public static void Matches(string name, string actual, [CallerFilePath] string caller = "")
    {
        var path = Path.Combine(Path.GetDirectoryName(caller)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("PROTOBENCH_UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
            return;
        }

        Assert.True(
            File.Exists(path), $"{name} has no golden file; run the tests with PROTOBENCH_UPDATE_GOLDEN=1, look at it, and commit it.");
        Assert.Equal(File.ReadAllText(path), actual);
    }

    /// <summary>
    /// As <see cref="Matches"/>, for a table in a document: its lines from <paramref name="heading"/> to the next empty one.
    /// </summary>
    /// <param name="path">Of the Markdown file.</param>
    /// <param name="heading">First line of the table.</param>
    /// <param name="rows">All lines after it.</param>
    public static void Table(string path, string heading, IEnumerable<string> rows)
    {
        var lines = File.ReadAllLines(path);
        var start = Array.IndexOf(lines, heading);
        Assert.True(start >= 0, $"{path} has no line '{heading}'");
        var end = Array.IndexOf(lines, "", start);
        string[] expected = [heading, .. rows];
        if (Environment.GetEnvironmentVariable("PROTOBENCH_UPDATE_GOLDEN") == "1")
        {
            File.WriteAllLines(path, [.. lines[..start], .. expected, .. lines[end..]]);
            return;
        }

        Assert.Equal(expected, lines[start..end]);
    }
}
