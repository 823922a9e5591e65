using BenchmarkDotNet.Running;
using ProtoBench.Model.Results;
using ProtoBench.Tests.Reports;

namespace ProtoBench.Benchmarks;

internal static class Program
{
    /// <summary>
    /// Runs benchmarks; with <c>store FOLDER</c> writes the large invented run there instead, so that <c>protobench report FOLDER</c> can
    /// be timed as a whole process; with <c>pace [RATE]...</c> runs the open loop by itself (see <see cref="PacingProgram"/>).
    /// </summary>
    /// <returns>1 when a benchmark has no result, which BenchmarkDotNet itself only prints.</returns>
    private static async Task<int> Main(string[] args)
    {
        if (args is ["store", var folder])
        {
            var run = new SyntheticRun(SyntheticScenarios.Large) { MostSamples = 100_000 }.Result();
            var stored = RunFolder.Create(folder, run);
            foreach (var trial in run.Trials)
            {
                stored.Append(trial);
            }

            return 0;
        }

        if (args is ["pace", .. var rates])
        {
            await PacingProgram.RunAsync(rates).ConfigureAwait(false);
            return 0;
        }

        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }
}
