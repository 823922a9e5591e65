namespace ProtoBench.Model.Measurements;

/// <summary>The TCP sockets of both sides of a trial, once before its window and once after it: never while it is measured.</summary>
/// <param name="Loaded">In the warm-up, under the trial's load.</param>
/// <param name="Left">When the window was over and nothing was in flight; the client's connections are still open.</param>
public sealed record SocketSnapshots(SocketSnapshot Loaded, SocketSnapshot Left);

/// <summary>The TCP sockets of both sides at one time.</summary>
/// <param name="Client">Those to the server's port; null: not readable.</param>
/// <param name="Server">Those of the server's port; null: not readable, or it is not known where the server runs.</param>
public sealed record SocketSnapshot(SocketSide? Client, SocketSide? Server);
