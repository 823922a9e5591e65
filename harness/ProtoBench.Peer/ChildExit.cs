using ProtoBench.Load.Children;

namespace ProtoBench.Peer;

/// <summary>The exit code a role has decided on.</summary>
internal sealed class ChildExit
{
    public int Code { get; set; } = ChildExitCode.Done;
}
