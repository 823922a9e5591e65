namespace ProtoBench.Load.Workloads.Push;

/// <summary>What the subscribers of a client, or of all of them, counted inside the window.</summary>
/// <param name="Requests">Requests for events that were answered.</param>
/// <param name="Delivered">Events that arrived.</param>
/// <param name="Polling">
/// Short polling: what those requests took together, from sending each until its answer had come, and the pauses before them, in
/// microseconds; null: nobody asks at an interval.
/// </param>
internal sealed record PushWindow(double Requests, double Delivered, (double Asking, double Pausing)? Polling);
