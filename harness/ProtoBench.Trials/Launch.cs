using System.Diagnostics;

namespace ProtoBench.Trials;

/// <summary>A command that starts a side of a trial.</summary>
/// <param name="Start">With the standard streams of the side.</param>
/// <param name="End">How it ended, as a half-sentence, from its exit code.</param>
internal sealed record Launch(ProcessStartInfo Start, Func<int, string> End);
