using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Executors.Local;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Local;

/// <summary>What warm workers do beyond the conformance suite: sharing, recycling, isolation, limits, bundles.</summary>
public sealed class ProcessDriverTests
{
    [Fact]
    public async Task Tasks_OneAfterTheOther_MeetTheSameWarmProcess()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal(i, ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ProcessTasks.CallsInThisProcess()))));
        }
    }

    [Fact]
    public async Task Worker_AfterItsLastTask_IsReplaced()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1, TasksPerWorker = 2 });
        var attempts = Enumerable.Range(0, 5).Select(_ => rig.Attempt(() => Electron(() => ProcessTasks.CallsInThisProcess()))).ToArray();
        rig.Start(attempts);
        var calls = await Task.WhenAll(attempts.Select(async attempt => ExecutorRig.Value<int>(await rig.OutcomeOf(attempt))));
        Assert.Equal([1, 2, 1, 2, 1], calls);
    }

    [Fact]
    public async Task Tasks_BehindALongOne_GoToAnotherWorker()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 2 });
        // Both workers are warm, then one of them gets the long task and some of the short ones behind it.
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => rig.RunAsync(() => Electron(() => ConformanceTasks.Add(1, 1)))));
        var (started, release) = (Path.Combine(rig.ResultsFolder, "started"), Path.Combine(rig.ResultsFolder, "release"));
        var attempts = Enumerable.Range(0, 20).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, i)))).ToArray();
        var hold = rig.Attempt(() => Electron(() => ProcessTasks.HoldUntil(started, release)));
        rig.Start([hold, .. attempts]);
        foreach (var attempt in attempts)
        {
            Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
        }

        await File.WriteAllTextAsync(release, "go");
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(hold)).Status);
    }

    [Fact]
    public async Task Death_OfAWorker_CostsOnlyTheRunningTask()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var killer = rig.Attempt(() => Electron(() => ConformanceTasks.KillOwnProcess()));
        var behind = Enumerable.Range(0, 20).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, 1)))).ToArray();
        rig.Start([killer, .. behind]);
        Assert.True((await rig.OutcomeOf(killer)).ProcessDied);
        for (var i = 0; i < behind.Length; i++)
        {
            Assert.Equal(i + 1, ExecutorRig.Value<int>(await rig.OutcomeOf(behind[i])));
            Assert.Equal(1, rig.TimesFinished(behind[i]));
        }
    }

    [Fact]
    public async Task Suspect_RunsWithNothingBehindIt()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var (started, release) = (Path.Combine(rig.ResultsFolder, "started"), Path.Combine(rig.ResultsFolder, "release"));
        var suspect = rig.Attempt(() => Electron(() => ProcessTasks.HoldUntil(started, release)), isSuspect: true);
        var other = rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)));
        rig.Start(suspect, other);
        await FileNotice.AppearsAsync(started);
        // Were it queued behind the suspect in the same worker, it would be lost from view with it; it waits in the pool instead.
        Assert.Null(Assert.IsType<PoolTask>(other.DriverState).Worker);
        await File.WriteAllTextAsync(release, "go");
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(suspect)).Status);
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(other)).Status);
    }

    [Fact]
    public async Task MemoryLimit_Exceeded_FailsTheTaskAndTheNextOneRuns()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1, MemoryLimit = 128 });
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.TakeMemory(4096)));
        Assert.Equal((Status.Failed, typeof(OutOfMemoryException).FullName), (outcome.Status, outcome.Failure!.Type));
        var next = await rig.RunAsync(() => Electron(() => ProcessTasks.CallsInThisProcess()));
        Assert.Equal(1, ExecutorRig.Value<int>(next));
    }

    [Fact]
    public async Task Stop_OfAWaitingTask_NeverRunsIt()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var (started, release) = (Path.Combine(rig.ResultsFolder, "started"), Path.Combine(rig.ResultsFolder, "release"));
        var hold = rig.Attempt(() => Electron(() => ProcessTasks.HoldUntil(started, release)));
        var waiting = rig.Attempt(() => Electron(() => ConformanceTasks.LeaveFile("ran", "")), new ElectronOptions { WorkDir = rig.ResultsFolder });
        rig.Start(hold, waiting);
        await FileNotice.AppearsAsync(started);
        Assert.True(await rig.StopAsync(waiting, StopReason.Cancelled, TimeSpan.FromSeconds(30)));
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(waiting)).Status);
        await File.WriteAllTextAsync(release, "go");
        await rig.OutcomeOf(hold);
        Assert.False(File.Exists(Path.Combine(rig.ResultsFolder, "ran")));
    }

    [Fact]
    public async Task OutputAndProgress_OfARunningTask_ArriveLive()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var (started, release) = (Path.Combine(rig.ResultsFolder, "started"), Path.Combine(rig.ResultsFolder, "release"));
        var attempt = rig.Attempt(() => Electron(() => ProcessTasks.Report(started, release, CancellationToken.None)));
        var told = new Pulse();
        rig.Told += told.Beat;
        rig.Start(attempt);
        await told.UntilAsync(() => !rig.Outputs.IsEmpty && !rig.ProgressReports.IsEmpty);
        await File.WriteAllTextAsync(release, "go");
        Assert.Equal(Status.Completed, (await rig.OutcomeOf(attempt)).Status);
        Assert.Equal("half way\n", Assert.Single(rig.Outputs).Text);
        Assert.Equal((0.5, "half way"), Assert.Single(rig.ProgressReports));
    }

    [Fact]
    public async Task Workers_OfADispatchFromBefore_StartFromTheStoredBundle()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 }, host => host with { OwnBundle = null });
        var folder = ExecutorRig.Value<string>(await rig.RunAsync(() => Electron(() => ProcessTasks.BaseDirectory())));
        Assert.Equal(Path.Combine(rig.Host.DataFolder, "bundles", "trees", (await ApplicationBundle.For(rig.Host.DataFolder, TimeProvider.System).GetAsync()).Manifest!.Id), folder.TrimEnd('/'));
    }

    [Fact]
    public async Task Workers_OfThisApplication_StartInItsOwnFolder()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        Assert.Equal(AppContext.BaseDirectory, ExecutorRig.Value<string>(await rig.RunAsync(() => Electron(() => ProcessTasks.BaseDirectory()))));
    }

    [Fact]
    public async Task Dispatch_WithoutABundle_IsRefusedWithThePublishSettings()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)));
        var without = new TaskAttempt { Dispatch = attempt.Dispatch with { BundleId = null }, NodeId = attempt.NodeId, Number = 1, Options = attempt.Options };
        var outcome = await rig.RunAsync(without);
        Assert.Equal(FailureKind.Configuration, outcome.Failure!.Kind);
        Assert.Contains("PublishSingleFile", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_ThatCannotStart_FailsItsTasksWithWhatTheHostSaid()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 2 });
        var store = new BundleStore(rig.Host.DataFolder, TimeProvider.System);
        var real = (await ApplicationBundle.For(rig.Host.DataFolder, TimeProvider.System).GetAsync()).Manifest!;
        var config = Path.Combine(rig.ResultsFolder, $"{real.Application}.runtimeconfig.json");
        await File.WriteAllTextAsync(config, """{ "runtimeOptions": { "framework": { "name": "Microsoft.Nobody.App", "version": "1.0.0" } } }""");
        var files = real.Files.Where(file => !file.Path.EndsWith(".runtimeconfig.json", StringComparison.Ordinal)).Select(file => new ApplicationFile(file.Path, store.PathOf(file.Sha256)));
        var broken = await store.AddAsync(real.Application, real.RuntimeIdentifier, real.Frameworks, [.. files, new ApplicationFile(Path.GetFileName(config), config)], CancellationToken.None);
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)));
        var outcome = await rig.RunAsync(new TaskAttempt { Dispatch = attempt.Dispatch with { BundleId = broken.Id }, NodeId = attempt.NodeId, Number = 1, Options = attempt.Options });
        Assert.Equal((Status.Failed, FailureKind.Executor), (outcome.Status, outcome.Failure!.Kind));
        Assert.Contains("Microsoft.Nobody.App", outcome.Failure.Message, StringComparison.Ordinal);
        // Tasks of other bundles are not touched by it.
        Assert.Equal(Status.Completed, (await rig.RunAsync(attempt)).Status);
    }

    [Fact]
    public async Task Closing_TheDriver_EndsItsWorkersAndAnswersForAllTasks()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
        var signal = Path.Combine(rig.ResultsFolder, "signal");
        var process = ExecutorRig.Value<int>(await rig.RunAsync(() => Electron(() => ConformanceTasks.ProcessId())));
        var stuck = rig.Attempt(() => Electron(() => ConformanceTasks.Stuck(signal)));
        var waiting = rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1)));
        rig.Start(stuck, waiting);
        await FileNotice.AppearsAsync(signal);
        await rig.Driver.DisposeAsync();
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(stuck)).Status);
        Assert.Equal(Status.Cancelled, (await rig.OutcomeOf(waiting)).Status);
        await ProcessNotice.GoneAsync(process);
    }

    [Fact]
    public async Task Closing_TheDriver_WhileAWorkerIsReplaced_EndsQuietly()
    {
        for (var round = 0; round < 10; round++)
        {
            await using var rig = await OpenAsync(new LocalExecutor { Workers = 1 });
            var (deadly, waiting) = (rig.Attempt(() => Electron(() => ConformanceTasks.KillOwnProcess())), rig.Attempt(() => Electron(() => ConformanceTasks.Add(1, 1))));
            rig.Start(deadly, waiting);
            Assert.Equal(Status.Failed, (await rig.OutcomeOf(deadly)).Status);
            await rig.Driver.DisposeAsync();
            Assert.Contains((await rig.OutcomeOf(waiting)).Status, (Status[])[Status.Cancelled, Status.Completed]);
        }
    }

    [Fact]
    public async Task LargeArguments_OfManyTasks_DoNotHoldUpTheCaller()
    {
        await using var rig = await OpenAsync(new LocalExecutor { Workers = 2 });
        var bytes = new byte[4 << 20];
        var attempts = Enumerable.Range(0, 40).Select(_ => rig.Attempt(() => Electron(() => ProcessTasks.Bytes(bytes)))).ToArray();
        rig.Start(attempts);
        foreach (var attempt in attempts)
        {
            Assert.Equal(bytes.Length, ExecutorRig.Value<int>(await rig.OutcomeOf(attempt)));
        }
    }

    [Fact]
    public void Options_ThatMakeNoSense_AreReportedTogether()
    {
        var problems = new LocalExecutor { Mode = "thread", Workers = -1, TasksPerWorker = -2, MemoryLimit = 5 }.Problems().ToList();
        Assert.Equal(4, problems.Count);
        Assert.Empty(new LocalExecutor().Problems());
    }

    private static Task<ExecutorRig> OpenAsync(LocalExecutor executor, Func<ExecutorHost, ExecutorHost>? change = null)
    {
        executor.Mode = LocalExecutor.Process;
        return ExecutorRig.CreateAsync(executor, change: change);
    }
}
