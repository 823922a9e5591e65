namespace ProtoBench.Reports.Text;

/// <summary>
/// What is behind the reasons that trials give, and what can be done about it: one cause has many sentences, and one remedy.
/// </summary>
internal static class Remedies
{
    /// <summary>A cause.</summary>
    /// <param name="Title">What happened, for a heading.</param>
    /// <param name="Remedy">What to do about it.</param>
    /// <param name="Words">A reason that holds one of these is of this cause.</param>
    internal sealed record Cause(string Title, string Remedy, params string[] Words);

    // The first that fits counts: a saturated trial also had arrivals waiting and a late client.
    private static readonly Cause[] All =
    [
        new(
            "more was offered than was carried",
            "The rate is beyond what client and server carry here; that is a finding, told as usable capacity. For latencies offer less.",
            "saturated", "worked off what had waited", "never sent"),
        new(
            "the client was late by itself",
            "The generator, not the server, was late: a quieter machine, more processors or a lower rate mends it.",
            "the client ran late", "could not keep the schedule", "did not say how late"),
        new(
            "arrivals of the warm-up still waited",
            "A longer warm-up (--set warm-up.max=8s) or a lower rate shows the server without that queue.",
            "arrivals of the warm-up still waited"),
        new(
            "the emulated link was not as its profile says",
            "'protobench link check NAME' shows what this machine emulates; a quieter machine usually mends it.",
            "emulated its link", "certificate", "link.pcapng", "the link", "emulator"),
        new(
            "exchanges got no response in time",
            "The server's log in the trial's folder says what it did; where answers are only slow, raise 'timeout' in the scenario.",
            "no response in time", "timed out", "did not end in time"),
        new(
            "connections broke",
            "The server's log in the trial's folder says why it closed them.",
            "lost their connection", "streams broke"),
        new(
            "responses were wrong",
            "The server answered something else than was asked for; its log and the first failure say what.",
            "got a wrong response"),
        new(
            "programs did not succeed",
            "The client's log in the trial's folder has what the first of them wrote; exit codes that are a success stand under 'expected'.",
            "did not succeed", "client '"),
        new(
            "the window was too short",
            "Measure for longer, such as --set duration=10s.",
            "take longer than that", "no payload arrived", "instead of"),
        new(
            "nothing completed",
            "The logs in the trial's folder say what client and server did.",
            "nothing completed"),
        new(
            "a process could not do its part",
            "The logs in the trial's folder say why; 'protobench doctor' says what this machine lacks.",
            "exit code", "could not", "ended", "was killed", "in use"),
        new(
            "the rate was not steady",
            "Raise the longest warm-up, such as --set warm-up.max=8s.",
            "was not steady after"),
        new(
            "code was still being compiled",
            "Raise the longest warm-up, such as --set warm-up.max=8s.",
            "still compiled"),
        new(
            "the client had no processor time to spare",
            "What was measured is what both can do together; more processors show the server alone.",
            "of its processors"),
        new(
            "exchanges waited for a place in flight",
            "Raise in-flight or the number of connections, if the waiting is not what is asked.",
            "waited for a place"),
    ];

    /// <summary>The cause of a trial's or a note's sentences; null where none is known.</summary>
    public static Cause? Of(IEnumerable<string> sentences)
    {
        var list = sentences.ToList();
        return All.FirstOrDefault(cause =>
            list.Any(sentence => cause.Words.Any(word => sentence.Contains(word, StringComparison.Ordinal))));
    }
}
