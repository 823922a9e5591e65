using ProtoBench.Protocols;
using Xunit;

namespace ProtoBench.Tests.Links;

/// <summary>A test that records QUIC over a real link and has tshark read it.</summary>
internal sealed class RecordedQuicFactAttribute : FactAttribute
{
    public RecordedQuicFactAttribute() =>
        Skip = LinkFactAttribute.Reason ?? new TsharkFactAttribute().Skip ?? ProtocolCatalog.Find("quic")!.UnsupportedReason;
}
