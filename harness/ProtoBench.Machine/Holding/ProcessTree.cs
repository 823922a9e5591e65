using System.Globalization;

namespace ProtoBench.Machine.Holding;

/// <summary>Who started whom, read from /proc (proc(5)). A process that ends while it is read is not there.</summary>
internal static class ProcessTree
{
    private const string Root = "/proc";

    /// <summary>
    /// Every live process below <paramref name="ancestor"/>, which is not among them; ended ones that nobody has reaped are left out.
    /// </summary>
    public static IReadOnlyList<int> Below(int ancestor)
    {
        var children = All()
            .Select(processId => (processId, Stat: Stat(processId)))
            .Where(process => process.Stat is { State: not 'Z' and not 'X' })
            .ToLookup(process => process.Stat!.Value.Parent, process => process.processId);
        var found = new List<int>();
        var waiting = new Queue<int>([ancestor]);
        while (waiting.TryDequeue(out var parent))
        {
            foreach (var child in children[parent])
            {
                found.Add(child);
                waiting.Enqueue(child);
            }
        }

        return found;
    }

    /// <summary>The children of a process, those that have ended and wait to be reaped among them, the oldest number first.</summary>
    public static IReadOnlyList<int> ChildrenOf(int parent) => [.. All().Where(processId => Stat(processId)?.Parent == parent).Order()];

    /// <summary>Of a process; 0 when it has gone.</summary>
    public static int ParentOf(int processId) => Stat(processId)?.Parent ?? 0;

    /// <summary>Every live process that was started with <paramref name="assignment"/> (<c>NAME=value</c>) in its environment.</summary>
    public static IReadOnlyList<int> With(string assignment) =>
        [.. All().Where(processId => Stat(processId) is { State: not 'Z' and not 'X' }
            && Read(processId, "environ")?.Split('\0').Contains(assignment, StringComparer.Ordinal) == true)];

    /// <summary>The program's name as the kernel keeps it (15 bytes at most); empty when the process has gone.</summary>
    public static string NameOf(int processId) => Read(processId, "comm")?.TrimEnd('\n') ?? "";

    /// <summary>The value of a line of <c>/proc/PID/status</c>, such as <c>Cpus_allowed_list</c>; null when the process has gone.</summary>
    public static string? Status(int processId, string name) =>
        Read(processId, "status")?.Split('\n')
            .FirstOrDefault(line => line.StartsWith(name + ":", StringComparison.Ordinal))?[(name.Length + 1)..].Trim();

    /// <summary>What its descriptors refer to, such as <c>socket:[1234]</c>; null when that may not be read.</summary>
    public static IReadOnlyList<string>? Descriptors(int processId)
    {
        try
        {
            return [.. Directory.EnumerateFileSystemEntries($"{Root}/{processId}/fd")
                .Select(path => new FileInfo(path).LinkTarget)
                .OfType<string>()];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>What <c>/proc/PID/stat</c> says behind the program's name, from the state on; empty when the process has gone.</summary>
    public static string[] StatFields(int processId) =>
        Read(processId, "stat") is { } text && text.LastIndexOf(')') is > 0 and var end
            ? text[(end + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries)
            : [];

    private static IEnumerable<int> All() => Directory.EnumerateDirectories(Root)
        .Select(path =>
            int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out var processId) ? processId : 0)
        .Where(processId => processId > 0);

    // The name in parentheses may hold anything, parentheses included; what follows the last one does not.
    private static (char State, int Parent)? Stat(int processId) =>
        StatFields(processId) is [[var state], var parent, ..]
            ? (state, int.Parse(parent, CultureInfo.InvariantCulture))
            : null;

    private static string? Read(int processId, string file)
    {
        try
        {
            return File.ReadAllText($"{Root}/{processId}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
