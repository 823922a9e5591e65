using Xunit;

namespace ProtoBench.Tests.Reports.Browser;

/// <summary>A fact that needs a Chromium; skipped with the remedy where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute()
    {
        if (!File.Exists(Chromium.Path))
        {
            Skip = $"{Chromium.Path} does not exist; install Chromium (Debian: apt-get install chromium) or set PROTOBENCH_CHROMIUM to one.";
        }
    }
}
