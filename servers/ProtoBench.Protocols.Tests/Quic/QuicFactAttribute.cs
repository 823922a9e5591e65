
using ProtoBench.Quic;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>A test that needs the QUIC libraries, and optionally a program; skipped with the reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuicFactAttribute : FactAttribute
{
    public QuicFactAttribute() => Skip = QuicSupport.UnsupportedReason;

    /// <param name="program">Must be on the path or in /usr/sbin.</param>
    public QuicFactAttribute(string program)
        : this()
    {
        Program = program;
        Skip ??=
            ForeignProgram.Find(program) is null ? $"{program} is not installed (apt-get install ngtcp2-client ngtcp2-server caddy)" : null;
    }

    public string? Program { get; }
}
