using ProtoBench.Protocols.Tests.Quic;

namespace ProtoBench.Protocols.Tests.Sites;

/// <summary>A test that needs programs of somebody else.</summary>
public sealed class ProgramFactAttribute : FactAttribute
{
    public ProgramFactAttribute(params string[] programs)
    {
        var missing = programs.Where(program => ForeignProgram.Find(program) is null).ToArray();
        Skip = missing.Length == 0
            ? null
            : $"there is no {string.Join(" and no ", missing)} on the PATH; run scripts/install-test-tools.sh";
    }
}
