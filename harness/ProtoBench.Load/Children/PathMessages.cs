using ProtoBench.Model.Measurements;

namespace ProtoBench.Load.Children;

/// <summary>
/// Parent → server that serves nothing yet or nothing any more: answer looks at the path to you, until the next order. Only builds that say
/// so in <see cref="Hello"/> know it.
/// </summary>
/// <param name="Address">Where to listen, and nowhere else.</param>
/// <param name="Ports">At which ports, by TCP and UDP; 0: any that is free.</param>
/// <param name="Most">At so many of them at most.</param>
public sealed record EchoOrder(string Address, IReadOnlyList<int> Ports, int Most = int.MaxValue) : ChildMessage;

/// <summary>Server → parent: it answers.</summary>
/// <param name="Ports">Where.</param>
/// <param name="Refused">Ports where it cannot, each with the reason.</param>
public sealed record Echoing(IReadOnlyList<int> Ports, IReadOnlyDictionary<int, string> Refused) : ChildMessage;

/// <summary>Parent → client that drives nothing yet or nothing any more: look at the path to a server that answers.</summary>
/// <param name="Address">The server's.</param>
/// <param name="Ports">Where it answers. All are tried where <paramref name="EveryPort"/>; the path is looked at by the first.</param>
/// <param name="EveryPort">Is each port to be connected to?</param>
public sealed record PathOrder(string Address, IReadOnlyList<int> Ports, bool EveryPort = false) : ChildMessage;

/// <summary>Client → parent: what it saw.</summary>
/// <param name="Look">The path; null: there was none.</param>
/// <param name="WhyNot">Why.</param>
/// <param name="Reached">Of each port that was tried, whether it was reached.</param>
public sealed record PathSeen(PathLook? Look, string? WhyNot, IReadOnlyList<PortReach> Reached) : ChildMessage;
