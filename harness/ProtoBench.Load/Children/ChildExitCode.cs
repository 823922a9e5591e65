namespace ProtoBench.Load.Children;

/// <summary>How a child process ends.</summary>
internal static class ChildExitCode
{
    /// <summary>The role did its work.</summary>
    public const int Done = 0;

    /// <summary>The role failed; its last message says why.</summary>
    public const int Failure = 1;

    /// <summary>This machine cannot play the role (the convention of the QUIC interop runner).</summary>
    public const int Unsupported = 127;
}
