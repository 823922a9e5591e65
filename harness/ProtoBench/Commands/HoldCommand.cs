using System.CommandLine;
using ProtoBench.Machine.Holding;

namespace ProtoBench.Commands;

/// <summary><c>protobench hold</c>: the parent of a server command of <c>protobench ab</c>, which alone starts it.</summary>
internal static class HoldCommand
{
    public static Command Create()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Take the command on standard input." };
        var command = new Command("hold", "The parent of a server command, started by ab.") { stdio };
        command.Hidden = true;
        command.SetAction(parsed => parsed.GetValue(stdio)
            ? CommandHolder.Run()
            : throw new UsageException("hold is started by 'protobench ab'; there is nothing to do with it by hand"));
        return command;
    }
}
