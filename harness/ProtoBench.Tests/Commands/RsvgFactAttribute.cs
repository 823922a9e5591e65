using Xunit;

namespace ProtoBench.Tests.Commands;

/// <summary>Runs only where rsvg-convert is installed (Debian: librsvg2-bin).</summary>
public sealed class RsvgFactAttribute : FactAttribute
{
    public RsvgFactAttribute()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "rsvg-convert")));
        Skip = found ? null : "rsvg-convert is not installed (apt-get install librsvg2-bin)";
    }
}
