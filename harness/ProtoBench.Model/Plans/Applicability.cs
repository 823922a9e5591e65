using ProtoBench.Contract;
using ProtoBench.Model.Scenarios;
using ProtoBench.Model.Scenarios.Reading;
using ProtoBench.Model.Scenarios.Settings;
using ProtoBench.Model.Scenarios.Sides;
using ProtoBench.Model.Text;

namespace ProtoBench.Model.Plans;

/// <summary>Decides from a protocol's traits which combinations make sense, and says in a sentence why others do not.</summary>
internal static class Applicability
{
    /// <summary>The reason against the combination, without a full stop, or null when it makes sense.</summary>
    public static string? WhyNot(IWorkloadKind kind, Workload workload, Arm arm, IProtocol protocol, string link, LoadPoint load) =>
        ArmSettings.Lack(arm, protocol)
        ?? UnusedSession(workload, arm)
        ?? UnusedDelivery(kind, arm)
        ?? UnusedDatagrams(kind, arm)
        ?? LeanTransfer(kind, arm)
        ?? LeanServed(kind, arm)
        ?? UnreachableLink(protocol, link)
        ?? UnusedCodec(kind, workload, arm)
        ?? WrongClient(kind, arm)
        ?? kind.WhyNot(workload, arm, protocol)
        ?? WrongLoop(kind, load)
        ?? kind.WhyNotAt(workload, load)
        ?? ThinkingArrivals(workload, load)
        ?? NoPipeline(workload, arm, protocol)
        ?? OversizedMessage(kind, workload, protocol)
        ?? NoRoomInFlight(kind, workload, arm, protocol, load)
        ?? Undivided(kind, workload, arm, load);

    /// <summary>
    /// May several exchanges be in flight on one connection? A blocking client's thread waits for each before it sends the next.
    /// </summary>
    public static bool CanShare(Arm arm, ProtocolTraits traits) => traits.Multiplexed && arm.Io == IoMode.Async;

    /// <summary>
    /// Exchanges of the workload that one connection carries at once: its streams, the depth of its pipeline, or one.
    /// </summary>
    public static int PerConnection(Workload workload, Arm arm, ProtocolTraits traits) =>
        CanShare(arm, traits) ? workload.Streams : CanPipeline(arm, traits) ? workload.Pipeline ?? 1 : 1;

    private static bool CanPipeline(Arm arm, ProtocolTraits traits) => traits.Pipelines && ClientSetting.Asks(arm);

    private static string? NoPipeline(Workload workload, Arm arm, IProtocol protocol) => (workload.Pipeline ?? 1) == 1 ? null
        : !protocol.Traits.Pipelines
            ? $"{protocol.Name} has no pipelining{(protocol.Traits.Multiplexed ? "; its exchanges share a connection as streams" : "")}"
        : !CanPipeline(arm, protocol.Traits) ? $"the idiomatic client of {protocol.Name} does not pipeline; use client: lean"
        : workload.OpensConnections ? "pipelined exchanges share a connection, and with fresh or reuse each has one of its own"
        : null;

    private static string? UnusedSession(Workload workload, Arm arm) => arm.Session != SessionUse.Full && !workload.OpensConnections
        ? "sessions are resumed by connections that are opened while measuring; set fresh: true on the workload"
        : null;

    private static string? UnusedDelivery(IWorkloadKind kind, Arm arm) => arm.Delivery != Delivery.Stream && !kind.Delivers
        ? $"delivery says how a server's events come, and {kind.Called} has none"
        : null;

    private static string? UnusedDatagrams(IWorkloadKind kind, Arm arm) => arm.Datagrams && !kind.TakesDatagrams
        ? $"datagrams carry the messages of flows, and {kind.Called} has none"
        : null;

    private static string? UnusedCodec(IWorkloadKind kind, Workload workload, Arm arm) => arm.Codec == Codec.Bytes ? null
        : !kind.Codes ? $"a codec says how the messages of exchanges are written, and {kind.Called} has bytes only"
        : workload.Requests is not null ? "requests of your own have bodies of their own; remove 'codec'"
        : arm.Server is not null ? "typed messages are those of our own servers; remove 'codec'"
        : null;

    private static string? LeanTransfer(IWorkloadKind kind, Arm arm) =>
        ClientSetting.Asks(arm) && kind.Measures != WorkloadMeasure.Exchanges
        ? $"the lean client does exchanges only, and {kind.Called} is none; use client: dotnet"
        : null;

    private static string? LeanServed(IWorkloadKind kind, Arm arm) =>
        ServeWithSetting.IsLean(arm) && (kind.Measures != WorkloadMeasure.Exchanges || kind.HasServerPart)
        ? $"the lean server answers exchanges only, and {kind.Called} is none; use serve-with: dotnet"
        : null;

    private static string? UnreachableLink(IProtocol protocol, string link) =>
        protocol.Traits.LocalOnly && link != ScenarioVocabulary.Loopback
        ? $"{protocol.Name} stays inside one machine, so there is no link to impair"
        : null;

    private static string? WrongClient(IWorkloadKind kind, Arm arm) => (kind.RunsPrograms, ClientSide.IsProgram(arm.Client)) switch
    {
        (true, false) => $"{kind.Called} needs a program: name one as the arm's client, from those under clients",
        (false, true) => $"'{arm.Client}' is a program that is started and ends, and {kind.Called} needs a client of ours",
        _ => null,
    };

    private static string? WrongLoop(IWorkloadKind kind, LoadPoint load) =>
        !kind.TakesOpenLoops && load.Loop == LoopKind.Open ? $"{kind.Called} has no arrivals that an open loop could offer"
        : !kind.TakesClosedLoops && load.Loop == LoopKind.Closed
            ? $"{kind.Called} comes at a rate and waits for nothing, so a closed loop has no meaning; write {{ open: 100/s }}"
        : null;

    private static string? ThinkingArrivals(Workload workload, LoadPoint load) =>
        workload.Think is not null && load.Loop == LoopKind.Open
        ? "think time lies between the exchanges of a closed loop, and an open loop has its own arrivals"
        : null;

    private static string? OversizedMessage(IWorkloadKind kind, Workload workload, IProtocol protocol)
    {
        var limit = protocol.Traits.MaximumMessageBytes;
        var container = protocol.Traits.Datagram ? "a datagram" : $"a message of {protocol.Name}";
        return kind.MessagesOf(workload).Where(message => message.Bytes > limit)
            .Select(message => $"a {ByteText.Format(message.Bytes)} {message.Name} does not fit {container} ({limit:N0} bytes at most)")
            .FirstOrDefault();
    }

    private static string? Undivided(IWorkloadKind kind, Workload workload, Arm arm, LoadPoint load) =>
        arm.ClientProcesses is not { } processes ? null
        : kind.WhyNotDivided(workload, processes) is { } reason ? reason
        : load.Shape is not null ? "a rate that changes over time is kept by one client process"
        : load.InFlight < processes ? $"{load.InFlight:N0} in flight cannot be divided among {processes} client processes"
        : workload.Connections < processes
            ? $"{Plural.Of(workload.Connections ?? 0, "connection")} cannot be divided among {processes} client processes"
        : null;

    private static string? NoRoomInFlight(IWorkloadKind kind, Workload workload, Arm arm, IProtocol protocol, LoadPoint load)
    {
        var single = kind.Single;
        if (workload.Streams > 1 && !CanShare(arm, protocol.Traits))
        {
            var mode = arm.Io == IoMode.Blocking ? "blocking " : "";
            return $"{mode}{protocol.Name} carries one {single} at a time on a connection, not {workload.Streams:N0} streams";
        }

        var shared = workload.Pipeline is > 1 and var depth ? depth : workload.Streams;
        if (workload.Connections is not { } connections || load.InFlight <= (long)connections * shared)
        {
            return null;
        }

        var room = $"{Plural.Of(connections, "connection")} with "
            + $"{(workload.Pipeline > 1 ? Plural.Of(shared, "pipelined exchange") : Plural.Of(shared, "stream"))} each";
        return $"{load.InFlight:N0} {single}s in flight do not fit {room}";
    }

}
