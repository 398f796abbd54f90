using System.Text;
using Covalent.Core.Execution;
using Xunit;
using static Covalent.Workflow;

namespace Covalent.Testing;

/// <summary>What every executor must do. Derive a class, say how the executor is made, and run it: the tests come with it.</summary>
/// <remarks>An executor whose tasks run in processes of their own derives from <see cref="IsolatedExecutorConformance"/> instead, one whose jobs
/// outlive the dispatcher from <see cref="RemoteExecutorConformance"/>.</remarks>
public abstract class ExecutorConformance
{
    // Who listens ends at once, and a machine with much else to do may take its time to tell.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>A new executor for one test. It is rebuilt from its dictionary before use, as it is when it travels.</summary>
    protected abstract Executor CreateExecutor();

    /// <summary>Whether the function of a task runs on this machine, so that the suite may look at files and processes. Default: true.</summary>
    protected virtual bool RunsOnThisMachine => true;

    /// <summary>A value comes back.</summary>
    [Fact]
    public virtual async Task Task_ThatReturns_CompletesWithItsValue()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Add(2, 40)));
        AssertCompleted(outcome);
        Assert.Equal(42, ExecutorRig.Value<int>(outcome));
        Assert.InRange(outcome.EndedAt, outcome.StartedAt, TimeProvider.System.GetUtcNow().UtcTicks);
    }

    /// <summary>The values of parents reach their children.</summary>
    [Fact]
    public virtual async Task Task_WithParents_ReceivesTheirValues()
    {
        await using var rig = await OpenAsync();
        var outcomes = await rig.RunAllAsync(() =>
        {
            var left = Electron(() => ConformanceTasks.Add(1, 2));
            var right = Electron(() => ConformanceTasks.Add(left, 10));
            return Electron(() => ConformanceTasks.Add(left, right));
        });
        Assert.Equal(16, ExecutorRig.Value<int>(outcomes[^1]));
    }

    /// <summary>Large values travel both ways.</summary>
    [Fact]
    public virtual async Task Task_WithALargeValue_ReturnsItWhole()
    {
        await using var rig = await OpenAsync();
        var bytes = new byte[20_000_000];
        new Random(1).NextBytes(bytes);
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Reverse(bytes)));
        AssertCompleted(outcome);
        Assert.True(Enumerable.Reverse(bytes).SequenceEqual(ExecutorRig.Value<byte[]>(outcome)));
    }

    /// <summary>Text in any script travels unchanged, through values and streams.</summary>
    [Fact]
    public virtual async Task Task_WithUnicode_KeepsIt()
    {
        const string Text = "grüße, 量子, 🧪, \u0000 '\"$(x)`;\\ done";
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Repeat(Text, 2)));
        AssertCompleted(outcome);
        Assert.Equal(Text + Text, ExecutorRig.Value<string>(outcome));
        var spoken = await rig.RunAsync(() => Electron(() => ConformanceTasks.Speak("grüße 量子 🧪", "żółw")));
        Assert.Equal("grüße 量子 🧪\n", Encoding.UTF8.GetString(spoken.Stdout.Span));
        Assert.Equal("żółw\n", Encoding.UTF8.GetString(spoken.Stderr.Span));
    }

    /// <summary>An exception of user code comes back with its type, message, cause and stack.</summary>
    [Fact]
    [Trait("Checklist", "41")]
    public virtual async Task Task_ThatThrows_FailsWithItsExceptionAndStack()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.Fail("as expected")));
        Assert.Equal(Status.Failed, outcome.Status);
        var failure = Assert.IsType<FailureInfo>(outcome.Failure);
        Assert.Equal(FailureKind.UserCode, failure.Kind);
        Assert.Equal(typeof(InvalidOperationException).FullName, failure.Type);
        Assert.Equal("as expected", failure.Message);
        Assert.Contains(nameof(ConformanceTasks.Fail), failure.StackTrace, StringComparison.Ordinal);
        Assert.Equal(typeof(FormatException).FullName, failure.Inner?.Type);
        Assert.False(outcome.ProcessDied);
    }

    /// <summary>Streams are kept apart from each other and from those of other tasks.</summary>
    [Fact]
    [Trait("Checklist", "42")]
    public virtual async Task Task_ThatPrints_KeepsItsStreamsApart()
    {
        await using var rig = await OpenAsync();
        var attempts = Enumerable.Range(0, 6).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Speak($"out {i}", $"err {i}")))).ToArray();
        rig.Start(attempts);
        for (var i = 0; i < attempts.Length; i++)
        {
            var outcome = await rig.OutcomeOf(attempts[i]);
            AssertCompleted(outcome);
            Assert.Equal($"out {i}\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
            Assert.Equal($"err {i}\n", Encoding.UTF8.GetString(outcome.Stderr.Span));
        }
    }

    /// <summary>Streams are kept when the task fails too.</summary>
    [Fact]
    [Trait("Checklist", "41")]
    public virtual async Task Task_ThatPrintsAndFails_KeepsItsStreams()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.SpeakAndFail("to out", "to err")));
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal("to out\n", Encoding.UTF8.GetString(outcome.Stdout.Span));
        Assert.Equal("to err\n", Encoding.UTF8.GetString(outcome.Stderr.Span));
    }

    /// <summary>A million lines neither block nor flood: beginning and end are there.</summary>
    [Fact]
    public virtual async Task Task_ThatPrintsAMillionLines_KeepsBeginningAndEnd()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.PrintLines(1_000_000)));
        AssertCompleted(outcome);
        var text = Encoding.UTF8.GetString(outcome.Stdout.Span);
        Assert.StartsWith("line 0\nline 1\n", text, StringComparison.Ordinal);
        Assert.EndsWith("line 999998\nline 999999\n", text, StringComparison.Ordinal);
        Assert.InRange(outcome.Stdout.Length, 1_000, 16_000_000);
    }

    /// <summary>A task that listens to its token stops soon and is cancelled.</summary>
    [Fact]
    [Trait("Checklist", "53")]
    public virtual async Task Stop_OfATaskThatListens_CancelsItAndSaysSo()
    {
        await using var rig = await OpenAsync();
        var signal = SignalFile(rig);
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.WaitUntilStopped(signal, CancellationToken.None)));
        rig.Start(attempt);
        await StartedAsync(signal);
        Assert.True(await rig.StopAsync(attempt, StopReason.Cancelled, Grace));
        var outcome = await rig.OutcomeOf(attempt);
        Assert.Equal(Status.Cancelled, outcome.Status);
        Assert.Equal(1, rig.TimesFinished(attempt));
    }

    /// <summary>A task over its limit fails with that reason.</summary>
    [Fact]
    public virtual async Task TimeLimit_RunOut_FailsTheTaskWithThatReason()
    {
        await using var rig = await OpenAsync();
        var signal = SignalFile(rig);
        var outcome = await rig.RunAsync(
            () => Electron(() => ConformanceTasks.WaitUntilStopped(signal, CancellationToken.None)),
            new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(1) });
        Assert.Equal(Status.Failed, outcome.Status);
        Assert.Equal(FailureKind.TimeLimit, outcome.Failure?.Kind);
    }

    /// <summary>The work folder is made and used.</summary>
    [Fact]
    [Trait("Checklist", "48")]
    public virtual async Task WorkFolder_Given_IsMadeAndUsed()
    {
        await using var rig = await OpenAsync();
        var folder = WorkFolderFor(rig, "work here");
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.LeaveFile("left.txt", "contents")), new ElectronOptions { WorkDir = folder });
        AssertCompleted(outcome);
        Assert.Equal($"{folder}/left.txt", ExecutorRig.Value<string>(outcome));
        var relative = await rig.RunAsync(() => Electron(() => ConformanceTasks.CurrentFolder()));
        Assert.NotEqual(folder, ExecutorRig.Value<string>(relative));
    }

    /// <summary>Unique work folders keep tasks that write the same file name apart.</summary>
    [Fact]
    [Trait("Checklist", "48")]
    public virtual async Task UniqueWorkFolder_GivenToSeveralTasks_KeepsThemApart()
    {
        await using var rig = await OpenAsync();
        var folder = WorkFolderFor(rig, "unique");
        var attempts = Enumerable.Range(0, 4)
            .Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.LeaveFile("same.txt", $"{i}")), new ElectronOptions { WorkDir = folder, CreateUniqueWorkDir = true }))
            .ToArray();
        rig.Start(attempts);
        foreach (var attempt in attempts)
        {
            var outcome = await rig.OutcomeOf(attempt);
            AssertCompleted(outcome);
            Assert.Equal($"{folder}/{attempt.Dispatch.DispatchId}/node_{attempt.NodeId}/same.txt", ExecutorRig.Value<string>(outcome));
        }
    }

    /// <summary>A sublattice comes back as its graph.</summary>
    [Fact]
    public virtual async Task Sublattice_Run_ReturnsItsGraph()
    {
        await using var rig = await OpenAsync();
        var outcome = await rig.RunAsync(() => Electron(() => ConformanceTasks.SumOfDoubles(3)));
        AssertCompleted(outcome);
        Assert.True(outcome.Child?.NodeCount >= 4);
    }

    /// <summary>The electron knows who and where it is; its attachments and log lines arrive.</summary>
    [Fact]
    public virtual async Task Context_InsideATask_TellsWhoItIs()
    {
        await using var rig = await OpenAsync();
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Context()), number: 3);
        var outcome = await rig.RunAsync(attempt);
        AssertCompleted(outcome);
        Assert.StartsWith($"{attempt.Dispatch.DispatchId} {attempt.NodeId} 3 /", ExecutorRig.Value<string>(outcome), StringComparison.Ordinal);
        Assert.Equal("\"kept\"", outcome.Attachments?["note"]);
        Assert.Equal($"warning [{attempt.Dispatch.DispatchId}/{attempt.NodeId}] noted\n", Encoding.UTF8.GetString(outcome.Stderr.Span));
    }

    /// <summary>Fifty tasks at once end once each.</summary>
    [Fact]
    public virtual async Task Tasks_FiftyAtOnce_AllCompleteOnce()
    {
        await using var rig = await OpenAsync();
        var attempts = Enumerable.Range(0, 50).Select(i => rig.Attempt(() => Electron(() => ConformanceTasks.Add(i, 1000)))).ToArray();
        rig.Start(attempts);
        for (var i = 0; i < attempts.Length; i++)
        {
            var outcome = await rig.OutcomeOf(attempts[i]);
            AssertCompleted(outcome);
            Assert.Equal(1000 + i, ExecutorRig.Value<int>(outcome));
        }

        Assert.All(attempts, attempt => Assert.Equal(1, rig.TimesFinished(attempt)));
    }

    /// <summary>Tasks wait for each other only where they must: two tasks that each need the other to be running both end.</summary>
    [Fact]
    [Trait("Checklist", "47")]
    public virtual async Task Tasks_TwoAtOnce_RunSideBySide()
    {
        await using var rig = await OpenAsync();
        var (first, second) = (SignalFile(rig), SignalFile(rig));
        var meet = new[]
        {
            rig.Attempt(() => Electron(() => ConformanceMeeting.Meet(first, second, CancellationToken.None))),
            rig.Attempt(() => Electron(() => ConformanceMeeting.Meet(second, first, CancellationToken.None))),
        };
        rig.Start(meet);
        AssertCompleted(await rig.OutcomeOf(meet[0]));
        AssertCompleted(await rig.OutcomeOf(meet[1]));
    }

    /// <summary>How far a task says it is, is heard while it runs.</summary>
    [Fact]
    public virtual async Task Progress_ReportedByATask_ReachesTheDispatcher()
    {
        await using var rig = await OpenAsync();
        var goOn = SignalFile(rig);
        var attempt = rig.Attempt(() => Electron(() => ConformanceMeeting.ReportAndWait(goOn, CancellationToken.None)));
        var heard = ProgressAsync(rig, 0.25);
        rig.Start(attempt);
        Assert.Equal("a quarter; 量子", await heard);
        await File.WriteAllTextAsync(goOn, "go on");
        AssertCompleted(await rig.OutcomeOf(attempt));
        Assert.Equal(rig.ProgressReports.Distinct(), rig.ProgressReports);
    }

    /// <summary>Log files named by the executor take the streams too, task after task.</summary>
    [Fact]
    [Trait("Checklist", "42")]
    public virtual async Task LogFiles_NamedByTheExecutor_AreAppendedUnderTheDispatchFolder()
    {
        var executor = CreateExecutor();
        executor.LogStdout = "logs/out.log";
        executor.LogStderr = "logs/err.log";
        await using var rig = await ExecutorRig.CreateAsync(executor);
        var attempt = rig.Attempt(() => Electron(() => ConformanceTasks.Speak("to the log", "complaint")));
        AssertCompleted(await rig.RunAsync(attempt));
        AssertCompleted(await rig.RunAsync(ExecutorRig.Again(attempt)));
        var folder = Path.Combine(rig.ResultsFolder, attempt.Dispatch.DispatchId, "logs");
        Assert.Equal("to the log\nto the log\n", await File.ReadAllTextAsync(Path.Combine(folder, "out.log")));
        Assert.Equal("complaint\ncomplaint\n", await File.ReadAllTextAsync(Path.Combine(folder, "err.log")));
    }

    /// <summary>A rig around a new executor.</summary>
    private protected async Task<ExecutorRig> OpenAsync() => await ExecutorRig.CreateAsync(CreateExecutor());

    /// <summary>A place for a file by which a task says that it runs; readable from the test and from the task.</summary>
    private protected virtual string SignalFile(ExecutorRig rig) => Path.Combine(rig.ResultsFolder, Guid.NewGuid().ToString("N"));

    /// <summary>An absolute folder for tasks, not there yet.</summary>
    private protected virtual string WorkFolderFor(ExecutorRig rig, string name) => Path.Combine(rig.ResultsFolder, name);

    /// <summary>Waits until a task has written its signal file.</summary>
    private protected static async Task StartedAsync(string signalFile)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromMinutes(5));
        await ConformanceTasks.WaitForFile(signalFile, 0, patience.Token);
    }

    /// <summary>Waits until somebody says that so much is done.</summary>
    /// <returns>What is said beside it.</returns>
    private protected static async Task<string?> ProgressAsync(ExecutorRig rig, double fraction)
    {
        var heard = new TaskCompletionSource<string?>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look()
        {
            foreach (var (_, message) in rig.ProgressReports.Where(report => report.Fraction == fraction))
            {
                heard.TrySetResult(message);
            }
        }

        rig.Told += Look;
        try
        {
            return await heard.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);
        }
        finally
        {
            rig.Told -= Look;
        }
    }

    private protected static void AssertCompleted(TaskOutcome outcome) =>
        Assert.True(outcome.Status == Status.Completed, $"{outcome.Status}: {outcome.Failure?.Message}\n{outcome.Failure?.StackTrace}\n{Encoding.UTF8.GetString(outcome.Stderr.Span)}");
}
