using ProtoBench.Load.Children;

namespace ProtoBench.Trials;

/// <summary>With which builds this one can run a trial. Pure.</summary>
internal static class PeerContract
{
    private static string Spoken => $"{ChildMessage.OldestContract} to {ChildMessage.Contract}";

    /// <summary>
    /// Why a build that speaks this version of the contract cannot play a side, as the end of a sentence that begins with the build; null
    /// when it can.
    /// </summary>
    public static string? WhyNot(int version) => version switch
    {
        < ChildMessage.OldestContract =>
            $"speaks contract {version}, and this program speaks {Spoken}: compare with a newer build of it",
        > ChildMessage.Contract =>
            $"speaks contract {version}, and this program only {Spoken}: start the comparison from the newer of the two builds",
        _ => null,
    };
}
