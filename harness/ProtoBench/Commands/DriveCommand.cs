using System.CommandLine;
using ProtoBench.Trials.Children;

namespace ProtoBench.Commands;

/// <summary><c>protobench drive</c>: the client of a trial. Only <c>protobench run</c> starts it.</summary>
internal static class DriveCommand
{
    public static Command Create()
    {
        var stdio = new Option<bool>("--stdio") { Description = "Take orders as JSON lines on standard input." };
        var command = new Command("drive", "The client process of a trial, started by run.") { stdio };
        command.Hidden = true;
        command.SetAction((parsed, cancellationToken) => parsed.GetValue(stdio)
            ? ChildHost.RunAsync<DriveRole>(cancellationToken)
            : throw new UsageException("drive is started by 'protobench run'; there is nothing to do with it by hand"));
        return command;
    }
}
