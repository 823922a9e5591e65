namespace ProtoBench.Protocols.Tests.Http;

/// <summary>A test that needs curl, a client of somebody else.</summary>
public sealed class CurlFactAttribute : FactAttribute
{
    public CurlFactAttribute()
    {
        var found = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Any(
            folder => File.Exists(Path.Combine(folder, "curl")));
        Skip = found ? null : "there is no curl on the PATH; apt install curl";
    }
}
