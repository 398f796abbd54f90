using Covalent.Testing;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Large arrays through Python: the worker holds the argument until it is in a file, then the result. 200 MB here, or as many as
/// <c>COVALENT_TEST_ARRAY_MB</c> says.</summary>
public sealed class LargeArrayTests
{
    [Fact]
    public async Task Array_ThroughPython_CostsTheWorkerABoundedMultiple()
    {
        var size = int.Parse(Environment.GetEnvironmentVariable("COVALENT_TEST_ARRAY_MB") ?? "200", System.Globalization.CultureInfo.InvariantCulture) * 1_000_000L;
        await using var rig = await OpenAsync(LocalExecutor.Process);
        var empty = Completed(await rig.RunAsync(() => Python<double[]>(Function, new double[1]))).PeakMemory;
        var outcomes = await rig.RunAllAsync(() => Python<double[]>(Function, Python<double[]>(new PythonFunction(Function.Source, "numpy_zeros") { Interpreter = Pythons.Numpy }, size / sizeof(double))));
        var outcome = Completed(outcomes[^1]);
        Assert.Equal(size + 4, outcome.Result.Bytes.Length, 8.0);
        var share = (outcome.PeakMemory - empty) / (double)size;
        TestContext.Current.TestOutputHelper?.WriteLine($"{size / 1_000_000} MB: the worker took {share:0.00} times the array");
        Assert.InRange(share, 0, 1.5);
    }

    private static PythonFunction Function => new("Leptons/lepton_tasks.py", "numpy_doubled_in_place") { Interpreter = Pythons.Numpy };
}
