using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Covalent.Benchmarks.Parts;

/// <summary>The parts a task's cost is made of, each alone, with BenchmarkDotNet.</summary>
internal static class PartsBenchmark
{
    /// <param name="arguments">BenchmarkDotNet's own, such as <c>--filter *Graph*</c>; all parts by default.</param>
    public static int Run(string[] arguments)
    {
        // In this process: BenchmarkDotNet's projects of its own would be built by this repository's strict rules.
        var config = DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(Path.GetTempPath(), "covalent-bench", "parts"));
        var summaries = BenchmarkSwitcher.FromTypes([typeof(PayloadParts), typeof(GraphParts), typeof(EngineParts), typeof(QuantumParts)])
            .Run(arguments.Length == 0 ? ["--filter", "*"] : arguments, config);
        return summaries.Any() && summaries.All(summary => !summary.HasCriticalValidationErrors && summary.Reports.All(report => report.Success)) ? 0 : 1;
    }
}
