using System.Reflection;
using ProtoBench.Machine;

namespace ProtoBench.Trials.Launching;

/// <summary>
/// The command of a limited ssh key, gate.sh: a host's owner lets a key run sides of trials and nothing else. It knows
/// <see cref="HostScript"/> to the letter, and what is asked for has to be that.
/// </summary>
internal static class GateScript
{
    /// <summary>The script, with this program's build and its runtime as those that may run.</summary>
    public static string Text() => Text([StagedFolder.OfProgram(Executables.Peer).Name, StagedFolder.OfRuntime()?.Name ?? ""]);

    /// <param name="builds">Names of the builds that its first lines tell to put into authorized_keys.</param>
    public static string Text(IReadOnlyList<string> builds)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("launching/gate.sh")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd()
            .Replace("@BUILDS@", string.Join(' ', builds.Where(build => build.Length > 0)), StringComparison.Ordinal)
            .Replace("@SCRIPT@", HostScript.Text, StringComparison.Ordinal);
    }
}
