using System.Reflection;
using System.Text;

namespace ProtoBench.Commands;

/// <summary>
/// <c>protobench --version</c>. Before the command line is built, and without a console's encodings and terminal: scripts ask often, and
/// both together take as long as starting the runtime.
/// </summary>
internal static class VersionText
{
    /// <summary>Is it all that was asked for?</summary>
    public static bool IsWanted(string[] arguments) => arguments is ["--version"];

    public static int Print()
    {
        var version = typeof(VersionText).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion;
        using var output = Console.OpenStandardOutput();
        output.Write(Encoding.ASCII.GetBytes(version + "\n"));
        return ExitCode.Ok;
    }
}
