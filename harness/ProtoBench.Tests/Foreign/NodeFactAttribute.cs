using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>A test that needs a package of <c>Foreign/package.json</c>.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class NodeFactAttribute : FactAttribute
{
    /// <param name="package">Its name in npm.</param>
    public NodeFactAttribute(string package)
    {
        Package = package;
        if (ForeignNode.Folder is not { } folder || !Directory.Exists(Path.Combine(folder, "node_modules", package)))
        {
            Skip = $"needs node and the npm package {package}: run npm ci in harness/ProtoBench.Tests/Foreign";
        }
    }

    public string Package { get; }
}
