using ProtoBench.Analysis.Comparisons.Simulation;

namespace ProtoBench.Commands;

/// <summary>What <c>protobench selftest stats --json</c> prints.</summary>
/// <param name="Suites">Simulated for each profile.</param>
/// <param name="Seed">As asked for.</param>
/// <param name="Pairs">Of the first stage.</param>
/// <param name="Profiles">The counts.</param>
/// <param name="Bars">The promises, each with what was counted.</param>
internal sealed record SelfTestDocument(
    int Suites, int Seed, int Pairs, IReadOnlyList<ProfileTally> Profiles, IReadOnlyList<SelfTestBar> Bars);
