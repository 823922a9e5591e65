using ProtoBench.Machine.Programs;
using Xunit;

namespace ProtoBench.Tests.Trials.Programs;

/// <summary>Runs only where hyperfine is installed.</summary>
public sealed class HyperfineFactAttribute : FactAttribute
{
    public HyperfineFactAttribute() =>
        Skip = ProgramSearch.Find("hyperfine") is null ? "hyperfine is not installed (apt-get install hyperfine)" : null;
}
