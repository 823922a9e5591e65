using System.CommandLine;

namespace ProtoBench.Commands;

/// <summary><c>protobench history</c>: runs over time, and where their level changed.</summary>
internal static class HistoryCommand
{
    public static Command Create() => new("history", "Keep runs over time and find where their level changed.")
    {
        HistoryAddCommand.Create(),
        HistoryShowCommand.Create(),
        HistoryCheckCommand.Create(),
        HistoryAcknowledgeCommand.Create(),
    };
}
