using ProtoBench.Tests.Links;
using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>Runs only where all servers are installed that scenarios/yours starts, and links can be emulated.</summary>
public sealed class ServersTheoryAttribute : TheoryAttribute
{
    private static readonly (string Program, string Package)[] Servers =
    [
        ("nginx", "nginx-light"), ("caddy", "caddy"), ("haproxy", "haproxy"), ("apache2", "apache2-bin"),
        ("gtlsserver", "ngtcp2-server"), ("python3", "python3"), ("node", "nodejs"),
    ];

    // Where administrators' programs are is not in everybody's PATH.
    private static readonly string[] Folders =
        [.. (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':'), "/usr/sbin", "/usr/local/sbin"];

    public ServersTheoryAttribute()
    {
        var missing = Servers.Where(server => !Folders.Any(folder => File.Exists(Path.Combine(folder, server.Program)))).ToList();
        Skip = missing.Count > 0 ? $"not installed: {string.Join(", ", missing.Select(server => server.Package))} (apt-get install)"
            : LinkFactAttribute.Reason;
    }
}
