using ProtoBench.Contract.Requests;
using ProtoBench.Model.Randomness;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Requests;

namespace ProtoBench.Load.Requests;

/// <summary>
/// The user's requests of one workload, ready to be sent, and which of them is next: the n-th exchange sends the same in every arm of a
/// trial with the same seed, whichever lane does it.
/// </summary>
internal sealed class RequestMix
{
    /// <summary>Most requests a workload may have: each costs a histogram per thread.</summary>
    public const int MostRequests = 32;

    /// <summary>Largest weight of a request.</summary>
    public const int LargestWeight = 1000;

    // Long enough that no period of it shows in figures of a window.
    private const int FewestPlaces = 4096;

    private readonly byte[] _deck;
    private long _next = -1;

    /// <param name="requests">With their weights.</param>
    /// <param name="seed">Of the order.</param>
    public RequestMix(IReadOnlyList<RequestSpec> requests, ulong seed)
    {
        Requests = [.. requests.Select(UserRequests.Of)];
        Names = [.. Requests.Select(request => request.Name)];
        _deck = Shuffled([.. requests.Select(request => request.Weight)], seed);
    }

    public IReadOnlyList<UserRequest> Requests { get; }

    public IReadOnlyList<string> Names { get; }

    /// <summary>What the lanes of a client send; null: messages of our own.</summary>
    /// <exception cref="IOException">A body cannot be read.</exception>
    public static RequestMix? Of(Workload workload, ForeignSite? site, ulong seed) =>
        workload.Requests is { } requests
            ? new RequestMix([.. requests.Select(request => request with { Path = request.Path ?? site?.UpgradeTarget })], seed)
        : site is not null ? new RequestMix([new RequestSpec { Name = "request", Path = site.UpgradeTarget }], seed)
        : null;

    /// <summary>Index of the request that the next exchange sends. Any thread may ask.</summary>
    public int Next() => Requests.Count == 1 ? 0 : _deck[Interlocked.Increment(ref _next) % _deck.Length];

    // Every request stands in it in exact proportion to its weight: dealt like cards, not thrown like dice.
    private static byte[] Shuffled(IReadOnlyList<int> weights, ulong seed)
    {
        var divisor = weights.Aggregate((a, b) => (int)System.Numerics.BigInteger.GreatestCommonDivisor(a, b));
        var hand = weights.SelectMany((weight, index) => Enumerable.Repeat((byte)index, weight / divisor)).ToArray();
        var deck = Enumerable.Repeat(hand, ((FewestPlaces - 1) / hand.Length) + 1).SelectMany(cards => cards).ToArray();
        new SeededRandom(seed).Shuffle<byte>(deck);
        return deck;
    }
}
