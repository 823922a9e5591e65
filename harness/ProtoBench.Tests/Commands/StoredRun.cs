using ProtoBench.Model.Results;

namespace ProtoBench.Tests.Commands;

/// <summary>Puts an invented run into a folder, as if it had been measured.</summary>
internal static class StoredRun
{
    public static void Write(RunResult run, string folder)
    {
        var stored = RunFolder.Create(folder, run);
        foreach (var trial in run.Trials)
        {
            stored.Append(trial);
        }
    }
}
