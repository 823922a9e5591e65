using Xunit;

namespace ProtoBench.Tests.Foreign;

/// <summary>A test that needs a module of Debian's Python.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ModuleFactAttribute : FactAttribute
{
    public ModuleFactAttribute(string module, string package)
    {
        (Module, Package) = (module, package);
        if (!ForeignPython.Has(module))
        {
            Skip = $"needs {module} of Debian's Python: apt-get install {package}";
        }
    }

    public string Module { get; }

    public string Package { get; }
}
