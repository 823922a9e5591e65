using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>A test that holds our statistics against R's.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RFactAttribute : FactAttribute
{
    public RFactAttribute() =>
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "Rscript")))
            ? null
            : "needs Rscript: apt-get install r-base-core";
}
