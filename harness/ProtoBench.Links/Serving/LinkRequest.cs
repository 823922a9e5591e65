using ProtoBench.Links.Engine;
using ProtoBench.Model.Links.Evidence;

namespace ProtoBench.Links.Serving;

/// <summary>A line from the trial runner to <c>protobench link serve</c>. End of input means: take the link down and exit 0.</summary>
internal sealed record LinkRequest
{
    /// <summary><c>certify</c>, <c>restart</c>, <c>statistics</c> or <c>marks</c>.</summary>
    public required string Type { get; init; }

    /// <summary>Of <c>certify</c>. Default quick.</summary>
    public CertificateLevel Level { get; init; }

    /// <summary>Of <c>restart</c>: another seed for the trial that follows, or null to keep the link's.</summary>
    public ulong? Seed { get; init; }

    /// <summary>Of <c>marks</c>: the window that is asked for.</summary>
    public LinkWindow? Window { get; init; }
}
