using ProtoBench.Contract;
using ProtoBench.Load.Loops;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Load.Workloads.Copies;

/// <summary>What lanes send, and when they send it again.</summary>
internal sealed class CopiedExchange : ILaneExchange
{
    // The lane's own limit comes first; what is left then is copies whose exchange another one answered.
    private static readonly TimeSpan BehindLimit = TimeSpan.FromMilliseconds(50);

    private readonly byte[] _request;
    private readonly int _responseBytes;
    private readonly CancellationToken _abandoned;

    /// <param name="workload">Sizes and policy.</param>
    /// <param name="abandoned">Gives the trial up.</param>
    public CopiedExchange(Workload workload, CancellationToken abandoned)
    {
        (_request, _responseBytes, _abandoned) = (Payload.Create(workload.RequestBytes), workload.ResponseBytes, abandoned);
        Policy = workload.Copies;
        HasIds = workload.Duplicates is not null;
        Waits = Policy is null ? null : new CopyWaits(Policy);
    }

    /// <summary>Null: every request is sent once.</summary>
    public CopyPolicy? Policy { get; }

    /// <summary>Do requests begin with an id, the same one in all copies of an exchange?</summary>
    public bool HasIds { get; }

    /// <summary>Null without a policy.</summary>
    public CopyWaits? Waits { get; }

    /// <summary>Null without a policy, and before <see cref="Take"/>.</summary>
    public CopyTimer? Timer { get; private set; }

    public IReadOnlyList<CopiedLane> Lanes { get; private set; } = [];

    /// <summary>Does an exchange that began then belong to the window?</summary>
    public Func<long, bool> IsMeasured { get; private set; } = _ => false;

    /// <summary>Gets the lanes that send it, before the first exchange.</summary>
    /// <param name="lanes">All of a loop.</param>
    /// <param name="limit">Of an exchange.</param>
    public void Take(LaneSet lanes, TimeSpan limit)
    {
        IsMeasured = lanes.Window.Contains;
        Lanes =
        [
            .. lanes.Lanes.Select(lane =>
            {
                var copied = new CopiedLane(lane, this);
                lane.Kept = copied;
                return copied;
            }),
        ];
        Timer = Policy is null ? null : new CopyTimer(Lanes, Waits!, Policy.Most, limit + BehindLimit);
    }

    /// <summary>
    /// May the request of a copy that failed be sent again? One that must not be carried out twice only where the server has not begun it:
    /// the connection was refused or had ended before, or the server refused the stream or said with GOAWAY that it never looked at it
    /// (RFC 9113, 8.7).
    /// </summary>
    public bool MayRepeat(Exception error) => Policy is not { Idempotent: false } || error is ConnectionEndedException;

    public ValueTask ExchangeAsync(Lane lane, IProtocolConnection connection) => ((CopiedLane)lane.Kept!).ExchangeAsync();

    /// <param name="lane">Whose.</param>
    /// <param name="slot">The lane's connection.</param>
    /// <param name="first">Is it the lane's first? Then it uses that, also where a connection carries one exchange at a time.</param>
    public RequestCopy CreateCopy(CopiedLane lane, ConnectionSlot slot, bool first) =>
        new(lane, slot, first || slot.Multiplexed, HasIds ? [.. _request] : _request, _responseBytes, _abandoned);
}
