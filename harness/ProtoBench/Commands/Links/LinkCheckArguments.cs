using ProtoBench.Links.Topology;
using ProtoBench.Model.Links.Evidence;

namespace ProtoBench.Commands.Links;

/// <summary>What <c>protobench link check</c> was asked for.</summary>
internal sealed record LinkCheckArguments
{
    /// <summary>Names or paths of profiles; all shipped ones when empty.</summary>
    public required IReadOnlyList<string> Profiles { get; init; }

    public CertificateLevel Level { get; init; } = CertificateLevel.Full;

    /// <summary>Print one JSON object a profile instead of text.</summary>
    public bool Json { get; init; }

    public LinkOptions Options { get; init; } = new();
}
