using System.Diagnostics;
using Xunit;

namespace ProtoBench.Tests.Scenarios;

/// <summary>A test that needs a foreign YAML reader and JSON Schema validator: Debian's python3-yaml and python3-jsonschema.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    private static readonly bool Available = Import();

    public PythonFactAttribute()
    {
        if (!Available)
        {
            Skip = "needs python3 with yaml and jsonschema: apt-get install python3-yaml python3-jsonschema";
        }
    }

    private static bool Import()
    {
        if (!File.Exists(ForeignValidator.Python))
        {
            return false;
        }

        using var python = Process.Start(
            new ProcessStartInfo(ForeignValidator.Python, ["-c", "import yaml, jsonschema"]) { RedirectStandardError = true })!;
        python.StandardError.ReadToEnd();
        python.WaitForExit();
        return python.ExitCode == 0;
    }
}
