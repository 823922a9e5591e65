using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>Runs only where nginx is installed (Debian: nginx-light).</summary>
public sealed class NginxFactAttribute : FactAttribute
{
    public NginxFactAttribute() => Skip = ForeignNginx.IsInstalled ? null : "nginx is not installed (apt-get install nginx-light)";
}

/// <summary>The same for a theory.</summary>
public sealed class NginxTheoryAttribute : TheoryAttribute
{
    public NginxTheoryAttribute() => Skip = ForeignNginx.IsInstalled ? null : "nginx is not installed (apt-get install nginx-light)";
}
