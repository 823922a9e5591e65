using System.Diagnostics;
using ProtoBench.Machine.Holding;
using Xunit;

namespace ProtoBench.Tests.Trials;

/// <summary>
/// The processes that this one has started, by a word of their command lines. One that ends while it is looked at is left out, and so is
/// one that nobody has reaped yet: its command line is empty.
/// </summary>
internal static class OwnChildren
{
    public static IReadOnlyList<int> Saying(string word) =>
        [.. ProcessTree.ChildrenOf(Environment.ProcessId).Where(child => Says(child, word))];

    public static bool Says(int processId, string word)
    {
        try
        {
            return File.ReadAllText($"/proc/{processId}/cmdline").Contains(word, StringComparison.Ordinal);
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Ends the only one with <paramref name="word"/>, as a fault would: by SIGKILL.</summary>
    public static void Kill(string word)
    {
        using var process = Process.GetProcessById(Assert.Single(Saying(word)));
        process.Kill();
    }
}
