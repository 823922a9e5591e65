using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>A test that needs Wireshark's command-line reader.</summary>
internal sealed class TsharkFactAttribute : FactAttribute
{
    public TsharkFactAttribute() =>
        Skip = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "tshark")))
            ? null
            : "tshark is not installed (Debian package tshark).";
}
