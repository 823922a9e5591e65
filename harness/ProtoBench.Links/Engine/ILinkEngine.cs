using ProtoBench.Model.Links.Evidence;
using ProtoBench.Model.Links.Model;
using ProtoBench.Model.Links.Profiles;

namespace ProtoBench.Links.Engine;

/// <summary>What carries a link's packets from one namespace to the other, and does to them what a profile says.</summary>
internal interface ILinkEngine : IDisposable
{
    /// <summary>Whether threads that must be punctual may have real-time priority.</summary>
    bool HasRealTime { get; }

    /// <summary>Whether equal seeds give equal decisions.</summary>
    bool IsSeeded { get; }

    /// <summary>Packets missing in the recording because the disk was slower than the link.</summary>
    long CaptureDropped { get; }

    /// <summary>Begins anew with a profile: what is on its way is discarded, counters are cleared.</summary>
    /// <param name="profile">What it does from now on.</param>
    /// <param name="seed">Of every random decision.</param>
    /// <param name="origin">
    /// Time 0 of both directions, not after now: a trace's opportunities and a blackout's beginning would otherwise differ between them by
    /// the time their threads take.
    /// </param>
    void Restart(LinkProfile profile, ulong seed, long origin);

    /// <summary>What happened in one direction since the last restart.</summary>
    LinkDirectionStatistics Statistics(LinkDirection direction);

    /// <summary>When packets of one direction were dropped since the last restart; null: this backend does not tell.</summary>
    DropTimeline? DropsOverTime(LinkDirection direction);

    /// <summary>What waited for one direction's rate since the last restart; null: it has none, or this backend does not tell.</summary>
    QueueTimeline? QueueOverTime(LinkDirection direction);

    /// <summary>Starts the recording, if there is one.</summary>
    void BeginCapture();
}
