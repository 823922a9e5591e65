using ProtoBench.Tests.Foreign;
using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>A fact that needs a Chromium, and perhaps an npm package; skipped with the remedy where one is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    /// <param name="package">A package of <c>Foreign/package.json</c> that is needed too; null for none.</param>
    public ChromiumFactAttribute(string? package = null)
    {
        Package = package;
        Skip = package is null ? null : new NodeFactAttribute(package).Skip;
        if (!File.Exists(Chromium.Path))
        {
            Skip =
                $"{Chromium.Path} does not exist; install Chromium (Debian: apt-get install chromium) or set PROTOBENCH_CHROMIUM to one.";
        }
    }

    public string? Package { get; }
}
