using ProtoBench.Results;

namespace ProtoBench.Commands;

internal static class RunReports
{
    public static void Write(RunResult run, RunFolder folder)
    {
    }

    public static void Show(RunResult run, RunFolder folder, bool json)
    {
    }
}
