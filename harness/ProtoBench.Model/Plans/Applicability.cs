using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Plans;

/// <summary>Decides from a protocol's traits which combinations make sense, and says in a sentence why others do not.</summary>
internal static class Applicability
{
    /// <summary>The reason against the combination, without a full stop, or null when it makes sense.</summary>
    public static string? WhyNot(Workload workload, Arm arm, IProtocol protocol, string link, LoadPoint load) =>
        LackingSetting(arm, protocol)
        ?? UnusedSession(workload, arm)
        ?? UnreachableLink(protocol, link)
        ?? WrongLoop(workload, load)
        ?? OversizedMessage(workload, protocol)
        ?? NoRoomInFlight(workload, arm, protocol, load);

    /// <summary>What the arm sets and the protocol does not have, as a reason like <see cref="WhyNot"/>'s; null: nothing.</summary>
    public static string? LackingSetting(Arm arm, IProtocol protocol)
    {
        var traits = protocol.Traits;
        return arm switch
        {
            { Tls: true } when !traits.SupportsTls => $"{protocol.Name} cannot run inside TLS",
            { Tls: false } when traits.RequiresTls => $"{protocol.Name} is always encrypted; set tls: true",
            { Io: IoMode.Blocking } when !traits.SupportsBlocking => $"{protocol.Name} has no blocking mode",
            { Over: { } over } when !traits.Carriers.Contains(over) => $"{protocol.Name} is not carried over {over}",
            { Backend: { } backend } when !traits.Backends.Contains(backend) => $"{protocol.Name} has no backend {backend}",
            { NoDelay: false } when !traits.OverTcp => $"{protocol.Name} has no TCP connection whose TCP_NODELAY could be off",
            { CongestionControl: { } algorithm } when !traits.OverTcp && !traits.OverQuic => $"{protocol.Name} has no connection that {algorithm} could control",
            { Session: not SessionUse.Full } when !traits.OverQuic => $"{protocol.Name} has no setting for session resumption",
            { CongestionControl: { } algorithm } when traits.OverQuic && !traits.TunesQuic(arm.Backend) =>
                $"{protocol.Name} through {arm.Backend} has no connection that {algorithm} could control",
            { Session: not SessionUse.Full } when !traits.TunesQuic(arm.Backend) => $"{protocol.Name} through {arm.Backend} cannot resume a session",
            _ => null,
        };
    }

    /// <summary>
    /// May several exchanges be in flight on one connection? A blocking client's thread waits for each before it sends the next.
    /// </summary>
    public static bool CanShare(Arm arm, ProtocolTraits traits) => traits.Multiplexed && arm.Io == IoMode.Async;

    private static string? UnusedSession(Workload workload, Arm arm) => arm.Session != SessionUse.Full && !workload.Fresh
        ? "sessions are resumed by connections that are opened while measuring; set fresh: true on the workload"
        : null;

    private static string? UnreachableLink(IProtocol protocol, string link) =>
        protocol.Traits.LocalOnly && link != ScenarioVocabulary.Loopback
        ? $"{protocol.Name} stays inside one machine, so there is no link to impair"
        : null;

    private static string? WrongLoop(Workload workload, LoadPoint load) =>
        workload.Kind != WorkloadKind.Exchange && load.Loop == LoopKind.Open
        ? $"{(workload.Kind == WorkloadKind.Download ? "a download" : "an upload")} has no arrivals that an open loop could offer"
        : null;

    private static string? OversizedMessage(Workload workload, IProtocol protocol)
    {
        var limit = protocol.Traits.MaximumMessageBytes;
        var (name, bytes) = workload.Kind switch
        {
            WorkloadKind.Exchange when workload.RequestBytes > limit => ("request", workload.RequestBytes),
            WorkloadKind.Exchange => ("response", workload.ResponseBytes),
            _ => ("message", workload.MessageBytes ?? 0),
        };
        var container = protocol.Traits.Datagram ? "a datagram" : $"a message of {protocol.Name}";
        return bytes > limit ? $"a {ByteText.Format(bytes)} {name} does not fit {container} ({limit:N0} bytes at most)" : null;
    }

    private static string? NoRoomInFlight(Workload workload, Arm arm, IProtocol protocol, LoadPoint load)
    {
        if (workload.Streams > 1 && !CanShare(arm, protocol.Traits))
        {
            var mode = arm.Io == IoMode.Blocking ? "blocking " : "";
            var single = workload.Kind == WorkloadKind.Exchange ? "exchange" : "transfer";
            return $"{mode}{protocol.Name} carries one {single} at a time on a connection, not {workload.Streams:N0} streams";
        }

        if (workload.Connections is not { } connections || load.InFlight <= (long)connections * workload.Streams)
        {
            return null;
        }

        var room = $"{Plural.Of(connections, "connection")} with {Plural.Of(workload.Streams, "stream")} each";
        return $"{load.InFlight:N0} {(workload.Kind == WorkloadKind.Exchange ? "exchanges" : "transfers")} in flight do not fit {room}";
    }

}
