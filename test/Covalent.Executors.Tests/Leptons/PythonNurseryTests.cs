using Covalent.Core.Leptons;
using Covalent.Testing;
using static Covalent.Executors.Tests.Leptons.LeptonRig;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Leptons;

/// <summary>Calls of Python share a warm interpreter, and nothing else.</summary>
public sealed class PythonNurseryTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Calls_OneAfterTheOther_AreForksOfOneInterpreter()
    {
        await using var rig = await OpenAsync();
        var first = await rig.ValueAsync(() => Python<int[]>(Function("process_ids", Pythons.Plain)));
        var second = await rig.ValueAsync(() => Python<int[]>(Function("process_ids", Pythons.Plain)));
        Assert.Equal(first[1], second[1]);
        Assert.NotEqual(first[0], second[0]);
    }

    [Fact]
    public async Task Calls_OneAfterTheOther_SeeNothingOfEachOther()
    {
        await using var rig = await OpenAsync();
        Assert.False(await rig.ValueAsync(() => Python<bool>(Function("leave_a_mark", Pythons.Plain))));
        Assert.False(await rig.ValueAsync(() => Python<bool>(Function("leave_a_mark", Pythons.Plain))));
    }

    [Fact]
    public async Task Calls_ThatDrawNumbers_DrawOthers()
    {
        await using var rig = await OpenAsync();
        var drawn = new List<double>();
        for (var i = 0; i < 3; i++)
        {
            drawn.AddRange(await rig.ValueAsync(() => Python<double[]>(Function("draw", Pythons.Numpy))));
        }

        Assert.Equal(6, drawn.Distinct().Count());
    }

    [Fact]
    public async Task Call_ThatCrashes_FailsAloneAndLeavesTheInterpreterWarm()
    {
        await using var rig = await OpenAsync();
        var before = await rig.ValueAsync(() => Python<int[]>(Function("process_ids", Pythons.Plain)));
        var failure = await rig.FailureAsync(() => Python<int>(Function("crash", Pythons.Plain)));
        Assert.Equal("python-died", failure.Type);
        Assert.Contains("exit code 139", failure.Message, StringComparison.Ordinal);
        var after = await rig.ValueAsync(() => Python<int[]>(Function("process_ids", Pythons.Plain)));
        Assert.Equal(before[1], after[1]);
    }

    [Fact]
    public async Task Call_Cancelled_IsGoneWithAllItStarted()
    {
        await using var rig = await OpenAsync();
        var file = Path.Combine(rig.ResultsFolder, "pids");
        var attempt = rig.Attempt(() => Python<int>(Function("stay", Pythons.Plain), file));
        using var there = new FileSystemWatcher(rig.ResultsFolder, "pids") { EnableRaisingEvents = true };
        var written = new TaskCompletionSource();
        there.Renamed += (_, _) => written.TrySetResult();
        rig.Start(attempt);
        await written.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System, Stop);
        await rig.StopAsync(attempt, Core.Execution.StopReason.Cancelled, TimeSpan.FromSeconds(10));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(attempt)).Status);
        foreach (var id in (await File.ReadAllTextAsync(file, Stop)).Split(' '))
        {
            await ProcessNotice.GoneAsync(int.Parse(id));
        }
    }

    [Fact]
    public async Task Variable_SetToNothing_StartsAnInterpreterForEachCall()
    {
        var environment = new Dictionary<string, string?> { [PythonNurseries.Variable] = "0" };
        Assert.Null(await PythonNurseries.RunAsync(PythonInterpreter.Find(Pythons.Plain), "/nowhere", "/", environment, Stop));
    }

    private static PythonFunction Function(string name, string interpreter) => new("Leptons/lepton_tasks.py", name) { Interpreter = interpreter };
}
