using ProtoBench.Model.Scenarios;

namespace ProtoBench.Machine;

/// <summary>
/// The programs of this build, by their files. Not <see cref="Environment.ProcessPath"/>: under a test host or <c>dotnet protobench.dll</c>
/// that is another program.
/// </summary>
internal static class Executables
{
    private const string PeerName = "protobench-peer";
    private const string NativeSuffix = "-aot";

    /// <summary>The command itself, from which links and holders are started.</summary>
    public static string Application { get; } = Path.Combine(AppContext.BaseDirectory, "protobench");

    /// <summary>What plays the server and the client of a trial: <c>protobench-peer serve</c> and <c>protobench-peer drive</c>.</summary>
    public static string Peer { get; } = Found(Application) ?? Path.Combine(AppContext.BaseDirectory, "peer", PeerName);

    /// <summary>The same compiled ahead of time; null where it was built without a linker, or in the inner loop.</summary>
    public static string? NativePeer { get; } = NativeOf(Application);

    /// <summary>The program that plays a side; null: the build has none of that form, and another one would be measured unasked.</summary>
    /// <param name="application">The command of another build; null: this one's.</param>
    /// <param name="code">In which form.</param>
    public static string? PeerOf(string? application, PeerCode code) =>
        code == PeerCode.Aot ? NativeOf(application ?? Application)
        : application is null ? Peer
        : PeerOf(application);

    /// <summary>The peer of a build that was compiled ahead of time; null: it has none.</summary>
    /// <param name="application">Its command.</param>
    public static string? NativeOf(string application) =>
        Found(application) is { } peer && File.Exists(peer + NativeSuffix) ? peer + NativeSuffix : null;

    /// <summary>
    /// The program that plays the sides of a trial in the build whose command is <paramref name="application"/>: its peer, in a folder of
    /// its own or, where all projects were built into one folder, beside it. Builds from before there was one play the sides themselves.
    /// </summary>
    public static string PeerOf(string application) => Found(application) ?? application;

    private static string? Found(string application)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(application))!;
        return new[] { Path.Combine(folder, "peer", PeerName), Path.Combine(folder, PeerName) }.FirstOrDefault(File.Exists);
    }
}
