using ProtoBench.Load.Children;
using ProtoBench.Machine;
using ProtoBench.Model.Scenarios;

namespace ProtoBench.Peer;

/// <summary>How a peer introduces itself.</summary>
internal static class Introduction
{
    public static Hello Of(string role) => new(
        ChildMessage.Contract,
        role,
        Environment.ProcessId,
        ProcessProbe.Processors(),
        ProcessProbe.Runtime(),
        PeerBuild.With(typeof(Introduction).Assembly),
        FingerprintReader.OfPeer(),
        Clock: ClockOrigin.OfThisProcess(),
        Now: LoadClock.Now,
        Paths: true,
        Looks: true);

    /// <summary>With what this machine lets it play, for a parent that wants to know before anything starts.</summary>
    public static void Write(TextWriter output) =>
        output.WriteLine(ChildJson.Write(Of("hello") with
        {
            Capabilities = PeerCapabilities.OfThisProcess(),

            // What is asked of the runtime its parent knows, and whether processors that can be kept awake are to be.
            Machine = FingerprintReader.Read(new RuntimeSettings(), Pinning.Split),
            Load = MachineWatch.Look(),
        }));
}
