using ProtoBench.Links.Serving;
using ProtoBench.Load.Children;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Trials;

/// <summary>
/// Which congestion controls the routes of a link get. What a route says replaces what a socket has asked for, when it connects and when it
/// is accepted (RTAX_CC_ALGO; tcp_ca_dst_init in net/ipv4/tcp_output.c), so that arms which share a link and differ in it need routes, and
/// thus addresses, of their own.
/// </summary>
/// <param name="Link">That of the link's own addresses; null: the profile's.</param>
/// <param name="Beside">Those that get addresses of their own.</param>
internal sealed record LinkCongestion(string? Link, IReadOnlyList<string> Beside)
{
    /// <summary>As options of <c>protobench link serve</c>.</summary>
    public IEnumerable<string> Arguments =>
        [.. Link is null ? [] : new[] { "--congestion", Link }, .. Beside.SelectMany(name => new[] { "--congestion-beside", name })];

    /// <summary>What arms that share a link ask for. Only TCP goes by it.</summary>
    public static LinkCongestion Of(IEnumerable<Arm> arms)
    {
        var asked = arms.Where(arm => ArmEndpoint.TraitsOf(arm).OverTcp).Select(arm => arm.CongestionControl)
            .Distinct(StringComparer.Ordinal).ToList();
        return asked.Count == 1 ? new(asked[0], []) : new(null, [.. asked.OfType<string>()]);
    }

    /// <summary>The link as an arm has it: with the server's address whose routes have the arm's congestion control.</summary>
    public static LinkMessage? Placed(LinkMessage? link, Arm arm) =>
        arm.CongestionControl is { } name && link?.CongestionAddresses?.GetValueOrDefault(name) is { } address
            ? link with { ServerAddress = address }
            : link;
}
