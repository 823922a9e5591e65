using ProtoBench.Model.Links.Profiles;
using ProtoBench.Model.Randomness;

namespace ProtoBench.Model.Links.Model;

/// <summary>Decides packet by packet what is lost. One instance is one direction's history.</summary>
internal sealed class LossProcess
{
    private readonly IndependentLoss? _independent;
    private readonly BurstLoss? _burst;
    private readonly long[] _listed;
    private readonly SeededRandom _loss;
    private readonly SeededRandom _state;
    private bool _bad;
    private long _packets;
    private int _nextListed;

    public LossProcess(LossProfile? profile, ulong seed, LinkDirection direction)
    {
        _independent = profile as IndependentLoss;
        _burst = profile as BurstLoss;
        _listed = profile is ListedLoss listed ? [.. listed.Packets.Order()] : [];
        _loss = LinkRandom.Stream(seed, (int)direction, Impairment.Loss);
        _state = LinkRandom.Stream(seed, (int)direction, Impairment.BurstState);
    }

    /// <summary>The next packet's fate.</summary>
    public PacketFate Next()
    {
        _packets++;
        if (_independent is not null)
        {
            return _loss.NextUnit() < _independent.Probability ? PacketFate.Lost : PacketFate.Delivered;
        }

        return _burst is not null ? NextOfBurst(_burst) : NextOfList();
    }

    private PacketFate NextOfBurst(BurstLoss burst)
    {
        // The state moves after the packet, and both streams are drawn for every packet: a replay needs no branches (netem's gemodel has
        // the same order).
        var wasBad = _bad;
        var lost = _loss.NextUnit() < (wasBad ? burst.BadLoss : burst.GoodLoss);
        _bad = wasBad ? _state.NextUnit() >= burst.Leave : _state.NextUnit() < burst.Enter;
        return !lost ? PacketFate.Delivered : wasBad ? PacketFate.LostInBurst : PacketFate.Lost;
    }

    private PacketFate NextOfList()
    {
        if (_nextListed >= _listed.Length || _listed[_nextListed] != _packets)
        {
            return PacketFate.Delivered;
        }

        do
        {
            _nextListed++;
        }
        while (_nextListed < _listed.Length && _listed[_nextListed] == _packets);
        return PacketFate.Listed;
    }
}
