using Covalent.Testing;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Large arrays through Python: the worker holds the encoded argument and the encoded result, once each, and what receiving the argument
/// left for the collector, which is once more at most. 64 MB here, or as many as <c>COVALENT_TEST_ARRAY_MB</c> says.</summary>
public sealed class LargeArrayTests
{
    [Fact]
    public async Task Array_ThroughPython_CostsTheWorkerABoundedMultiple()
    {
        var size = int.Parse(Environment.GetEnvironmentVariable("COVALENT_TEST_ARRAY_MB") ?? "64", System.Globalization.CultureInfo.InvariantCulture) * 1_000_000L;
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var empty = Completed(await rig.RunAsync(() => Python<double[]>(Function, new double[1]))).PeakMemory;
        var attempt = rig.Attempt(() => Python<double[]>(Function, new double[size / sizeof(double)]));
        var outcome = Completed(await rig.RunAsync(attempt));
        Assert.Equal(size + 4, outcome.Result.Bytes.Length, 8.0);
        var share = (outcome.PeakMemory - empty) / (double)size;
        TestContext.Current.TestOutputHelper?.WriteLine($"{size / 1_000_000} MB: the worker took {share:0.00} times the array");
        Assert.InRange(share, 0, 3.5);
    }

    private static PythonFunction Function => new("Leptons/lepton_tasks.py", "numpy_doubled_in_place") { Interpreter = Pythons.Numpy };
}
