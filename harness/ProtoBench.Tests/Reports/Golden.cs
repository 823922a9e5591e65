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
}
