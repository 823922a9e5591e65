using System.CommandLine;
using ProtoBench.Links.Commands;

namespace ProtoBench;

internal static class Program
{
    private static int Main(string[] arguments) =>
        new RootCommand("Protocol benchmarks that do not lie") { LinkCommandLine.Create() }.Parse(arguments).Invoke();
}
