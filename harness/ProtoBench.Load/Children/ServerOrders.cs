using ProtoBench.Load.Loops;

namespace ProtoBench.Load.Children;

/// <summary>What a child asks of its parent in the middle of its work: it goes on when the answer has come.</summary>
public abstract record ChildQuestion : ChildMessage;

/// <summary>Client → parent → server, while its window is open: stop serving; you go on living until you are told to.</summary>
/// <param name="AtOnce">Cut what runs, instead of ending as the protocol lets a server.</param>
/// <param name="Limit">What has not ended by then is cut.</param>
public sealed record DrainOrder(bool AtOnce, TimeSpan Limit) : ChildQuestion;

/// <summary>Server → parent → client: it serves nobody any more.</summary>
public sealed record Drained(ServerDrain Drain) : ChildMessage;

/// <summary>
/// Client → parent → server, before and behind the window: what do you see of yourself? Only servers that say so in
/// <see cref="Hello"/> know it.
/// </summary>
/// <param name="Sockets">Also your sockets of TCP?</param>
public sealed record LookQuestion(bool Sockets = false) : ChildQuestion;

/// <summary>Server → parent → client: the answer.</summary>
public sealed record Looked(ServerSight Sight) : ChildMessage;

/// <summary>Client → parent, while its window is open: kill the server, and start another one at its address.</summary>
/// <param name="Down">From the kill until the next one may listen.</param>
public sealed record RestartOrder(TimeSpan Down) : ChildQuestion;

/// <summary>Parent → client: the next server listens, where the last one did and with its certificate.</summary>
public sealed record Restarted(ServerRestart Restart) : ChildMessage;
