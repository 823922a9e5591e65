using BenchmarkDotNet.Running;

namespace ProtoBench.Benchmarks;

internal static class Program
{
    /// <returns>1 when a benchmark has no result, which BenchmarkDotNet itself only prints.</returns>
    private static int Main(string[] args)
    {
        var summaries = BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        return summaries.Any(s => s.HasCriticalValidationErrors || s.Reports.Any(r => !r.Success)) ? 1 : 0;
    }
}
