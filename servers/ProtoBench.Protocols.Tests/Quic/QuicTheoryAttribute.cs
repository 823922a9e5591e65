using ProtoBench.Quic.Options;

namespace ProtoBench.Protocols.Tests.Quic;

/// <summary>A theory that needs the QUIC libraries; skipped with the reason where they are missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class QuicTheoryAttribute : TheoryAttribute
{
    public QuicTheoryAttribute() => Skip = QuicSupport.UnsupportedReason;
}
