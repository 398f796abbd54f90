using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests;

/// <summary>The worker program as every remote back end runs it. One rule above all: an outcome is written, whatever happens.</summary>
public sealed class RunCommandTests : IDisposable
{
    private readonly WorkerRun _run = new();

    public void Dispose() => _run.Dispose();

    [Fact]
    public async Task Task_ThatReturns_LeavesItsValueAndExitsWithZero()
    {
        var (exit, said) = await _run.RunAsync(() => Electron(() => WorkerTasks.Add(2, 3)));
        var outcome = await _run.OutcomeAsync();
        Assert.Equal((0, "", Status.Completed, 5), (exit, said, outcome.Status, WorkerRun.Value<int>(outcome)));
        Assert.Equal(Environment.MachineName, outcome.Host);
        Assert.True(outcome.PeakMemory > 1 << 20);
    }

    [Fact]
    public async Task Task_ThatThrows_LeavesItsExceptionAndExitsWithZero()
    {
        var (exit, _) = await _run.RunAsync(() => Electron(() => WorkerTasks.Fail("as wanted")));
        var outcome = await _run.OutcomeAsync();
        Assert.Equal((0, Status.Failed, "as wanted"), (exit, outcome.Status, outcome.Failure!.Message));
        Assert.Contains(nameof(WorkerTasks.Fail), outcome.Failure.StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Streams_GoIntoTheirFilesAndIntoTheOutcome()
    {
        await _run.RunAsync(() => Electron(() => WorkerTasks.Speak("to the file")));
        Assert.Equal("to the file\n", await File.ReadAllTextAsync(Path.Combine(_run.Folder, "stdout")));
        Assert.Equal("to the file\n", Encoding.UTF8.GetString((await _run.OutcomeAsync()).Stdout.Span));
    }

    [Fact]
    public async Task Streams_WithoutFiles_StayTheWorkersOwn()
    {
        var (exit, said) = await _run.RunAsync(() => Electron(() => WorkerTasks.Speak("to the job's own log")), command => command with { Stdout = null, Stderr = null });
        Assert.Equal((0, "to the job's own log\n"), (exit, said));
        Assert.True((await _run.OutcomeAsync()).Stdout.IsEmpty);
    }

    [Fact]
    public async Task Package_OfSeveralTasks_LeavesOneOutcomeEach()
    {
        var (exit, _) = await _run.RunAsync(() =>
        {
            Electron(() => WorkerTasks.Speak("one"));
            Electron(() => WorkerTasks.Fail("two"));
            return Electron(() => WorkerTasks.Speak("three"));
        });
        Assert.Equal(0, exit);
        var outcomes = new[] { await _run.OutcomeAsync(0), await _run.OutcomeAsync(1), await _run.OutcomeAsync(2) };
        Assert.Equal([Status.Completed, Status.Failed, Status.Completed], outcomes.Select(outcome => outcome.Status));
        Assert.Equal(["one\n", "", "three\n"], outcomes.Select(outcome => Encoding.UTF8.GetString(outcome.Stdout.Span)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public async Task Task_ThatExits_LeavesAnOutcomeAndSaysForTheNextThatItDidNotRun(int code)
    {
        var (exit, _) = await _run.RunAsync(() =>
        {
            Electron(() => WorkerTasks.Exit(code));
            return Electron(() => WorkerTasks.Add(1, 1));
        });
        Assert.Equal(0, exit);
        var died = await _run.OutcomeAsync(0);
        Assert.Equal((Status.Failed, FailureKind.ProcessDied, true, "leaving\n"), (died.Status, died.Failure!.Kind, died.ProcessDied, Encoding.UTF8.GetString(died.Stdout.Span)));
        Assert.Contains($"exit code {code}", died.Failure.Message, StringComparison.Ordinal);
        Assert.Equal("not-started", (await _run.OutcomeAsync(1)).Failure!.Type);
    }

    [Fact(DisplayName = "Checklist 36: the first packed task fails by death, the rest still run and all end")]
    [Trait("Checklist", "36")]
    public async Task Supervisor_OfATaskThatDies_ReportsForItAndGoesOn()
    {
        var (exit, _) = await _run.RunAsync(
            () =>
            {
                Electron(() => WorkerTasks.Add(1, 1));
                Electron(() => WorkerTasks.FailFast());
                return Electron(() => WorkerTasks.Add(2, 2));
            },
            command => command with { Supervise = true });
        Assert.Equal(0, exit);
        Assert.Equal(2, WorkerRun.Value<int>(await _run.OutcomeAsync(0)));
        var died = await _run.OutcomeAsync(1);
        Assert.Equal((FailureKind.ProcessDied, true), (died.Failure!.Kind, died.ProcessDied));
        Assert.Contains("SIGABRT", died.Failure.Message, StringComparison.Ordinal);
        Assert.Contains("wanted by a test", Encoding.UTF8.GetString(died.Stderr.Span), StringComparison.Ordinal);
        Assert.Equal(4, WorkerRun.Value<int>(await _run.OutcomeAsync(2)));
    }

    [Fact(DisplayName = "The disk does not fill up with what a task prints, of which the outcome keeps both ends")]
    public async Task Output_OfManyMegabytes_GivesTheSpaceOfItsMiddleBack()
    {
        var (signal, stdout) = (Path.Combine(_run.Folder, "signal"), Path.Combine(_run.Folder, "stdout"));
        await WorkerRun.Package(() => Electron(() => WorkerTasks.PrintMuchAndListen(64, signal, CancellationToken.None))).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command);
        await FileNotice.AppearsAsync(signal);
        await FileNotice.UntilAsync(_run.Folder, () => SpaceOf(stdout) < 24 << 20);
        Assert.InRange(new FileInfo(stdout).Length, 64 << 20, 65 << 20);
        Terminate(process);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var outcome = await _run.OutcomeAsync();
        var text = Encoding.UTF8.GetString(outcome.Stdout.Span);
        Assert.StartsWith("first\nxxx", text, StringComparison.Ordinal);
        Assert.EndsWith("xxx\nlast\n", text, StringComparison.Ordinal);
        Assert.Contains("bytes left out", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\0", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Signal_ToATaskThatListens_CancelsIt(bool supervised)
    {
        var signal = Path.Combine(_run.Folder, "signal");
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Listen(signal, CancellationToken.None))).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command with { Supervise = supervised });
        await FileNotice.AppearsAsync(signal);
        Terminate(process);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        Assert.Equal(Status.Cancelled, (await _run.OutcomeAsync()).Status);
    }

    [Theory(DisplayName = "A signal cancels the running task and those behind it, whether or not the task obeys")]
    [InlineData(false, false)]
    [InlineData(false, true)]
    [InlineData(true, false)]
    [InlineData(true, true)]
    public async Task Signal_ToAPackageOfSeveralTasks_CancelsAllThatHasNotEnded(bool obeys, bool supervised)
    {
        var signal = Path.Combine(_run.Folder, "signal");
        await WorkerRun.Package(() =>
        {
            Electron(() => WorkerTasks.Add(1, 1));
            if (obeys)
            {
                Electron(() => WorkerTasks.Listen(signal, CancellationToken.None));
            }
            else
            {
                Electron(() => WorkerTasks.Stuck(signal));
            }

            Electron(() => WorkerTasks.Add(2, 2));
            return Electron(() => WorkerTasks.Add(3, 3));
        }).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command with { Supervise = supervised });
        await FileNotice.AppearsAsync(signal);
        Terminate(process);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var ends = new[] { await _run.OutcomeAsync(0), await _run.OutcomeAsync(1), await _run.OutcomeAsync(2), await _run.OutcomeAsync(3) };
        Assert.Equal([Status.Completed, Status.Cancelled, Status.Cancelled, Status.Cancelled], ends.Select(end => end.Status));
    }

    [Fact]
    public async Task Signal_ToATaskThatDoesNotListen_EndsItAfterTheGrace()
    {
        var signal = Path.Combine(_run.Folder, "signal");
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Stuck(signal))).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command with { PidFile = Path.Combine(_run.Folder, "pid") });
        await FileNotice.AppearsAsync(signal);
        Assert.Equal($"{process.Id}\n", await File.ReadAllTextAsync(Path.Combine(_run.Folder, "pid")));
        Terminate(process);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        Assert.Equal(Status.Cancelled, (await _run.OutcomeAsync()).Status);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task TimeLimit_OfTheTaskOrTheCommand_EndsTheTask(bool fromCommand)
    {
        var signal = Path.Combine(_run.Folder, "signal");
        var (exit, _) = await _run.RunAsync(
            () => Electron(() => WorkerTasks.Stuck(signal)),
            command => fromCommand ? command with { TimeLimit = TimeSpan.FromSeconds(0.5) } : command,
            fromCommand ? null : new ElectronOptions { TimeLimit = TimeSpan.FromSeconds(0.5) });
        var outcome = await _run.OutcomeAsync();
        Assert.Equal((0, Status.Failed, FailureKind.TimeLimit), (exit, outcome.Status, outcome.Failure!.Kind));
        Assert.Contains("0.5 s", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task TimeLimit_OfTheCommandAlone_IsNamedWhenTheTaskObeys()
    {
        var signal = Path.Combine(_run.Folder, "signal");
        await _run.RunAsync(() => Electron(() => WorkerTasks.Listen(signal, CancellationToken.None)), command => command with { TimeLimit = TimeSpan.FromSeconds(0.5) });
        var outcome = await _run.OutcomeAsync();
        Assert.Equal(FailureKind.TimeLimit, outcome.Failure!.Kind);
        Assert.Contains("of 0.5 s", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task WorkFolders_AreMadeBelowTheGivenOneAndLeftForTheNextTask()
    {
        await _run.RunAsync(
            () =>
            {
                Electron(() => WorkerTasks.Folder());
                return Electron(() => WorkerTasks.Folder());
            },
            options: new ElectronOptions { WorkDir = "inner", CreateUniqueWorkDir = true });
        for (var node = 0; node < 2; node++)
        {
            Assert.Equal(Path.Combine(_run.Folder, "work", "inner", WorkerRun.DispatchId, $"node_{node}"), WorkerRun.Value<string>(await _run.OutcomeAsync(node)));
        }
    }

    [Fact]
    public async Task Threads_LeftRunning_DoNotKeepTheWorkerAlive()
    {
        var (exit, _) = await _run.RunAsync(() => Electron(() => WorkerTasks.LeaveThread()));
        Assert.Equal((0, 5), (exit, WorkerRun.Value<int>(await _run.OutcomeAsync())));
    }

    [Fact]
    public async Task Package_ThatIsDamaged_LeavesAnOutcomeThatSaysSo()
    {
        await File.WriteAllTextAsync(_run.Command.Package, "not a package");
        using var process = WorkerRun.Start(_run.Command);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var outcome = await _run.OutcomeAsync();
        Assert.Contains("task package is damaged", outcome.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_ThatCannotBeWritten_IsSaidByTheExitCode()
    {
        var (exit, said) = await _run.RunAsync(() => Electron(() => WorkerTasks.Add(1, 1)), command => command with { Outcome = "/proc/nowhere/outcome", Stderr = null });
        Assert.Equal(74, exit);
        Assert.Contains("/proc/nowhere/outcome", said, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Function_ThatIsNotThere_LeavesAnOutcomeThatSaysSo()
    {
        var graph = Core.Recording.LatticeCall.Record(((Func<Node<int>>)Lattice).Method, ((Func<Node<int>>)Lattice).Target, [], null).Graph;
        var template = graph.Templates[0] with { Function = graph.Templates[0].Function! with { Method = "Vanished" } };
        var task = new PackedTask
        {
            DispatchId = WorkerRun.DispatchId, NodeId = 0, Attempt = 1, Template = template, Slots = graph.SlotsOf(0), Shared = PackedConstants.None, Inputs = [],
        };
        await TaskPackage.Of([task], "").WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var outcome = await _run.OutcomeAsync();
        Assert.Equal((Status.Failed, FailureKind.Payload), (outcome.Status, outcome.Failure!.Kind));
        Assert.Contains("Vanished", outcome.Failure.Message, StringComparison.Ordinal);
        return;

        static Node<int> Lattice() => Electron(() => WorkerTasks.Add(1, 1));
    }

    [Theory]
    [InlineData("")]
    [InlineData("fly")]
    [InlineData("run")]
    [InlineData("run --package p")]
    [InlineData("run --package p --outcome")]
    [InlineData("run --package p --outcome o --time-limit soon")]
    [InlineData("run --package p --outcome o --unknown x")]
    [InlineData("run --package p --outcome o --from x")]
    [InlineData("run --package p --outcome o --from -1")]
    [InlineData("serve --socket s")]
    public async Task CommandLine_ThatMakesNoSense_IsRefusedWithTheReason(string line)
    {
        using var process = Process.Start(new ProcessStartInfo(DotnetHost.Path!,
            [.. WorkerCommand.HostArguments(_run.Command.BundleFolder, _run.Command.Application), .. line.Split(' ', StringSplitOptions.RemoveEmptyEntries)])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (exit, said) = await WorkerRun.EndOfAsync(process);
        Assert.Equal(64, exit);
        Assert.NotEqual("", said);
    }

    [Fact]
    public async Task Version_TellsProtocolAndRuntime()
    {
        using var process = Process.Start(new ProcessStartInfo(DotnetHost.Path!,
            [.. WorkerCommand.HostArguments(_run.Command.BundleFolder, _run.Command.Application), "version"])
        {
            UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true,
        })!;
        var (exit, said) = await WorkerRun.EndOfAsync(process);
        var facts = JsonNode.Parse(said)!;
        Assert.Equal((0, CovalentVersion.Protocol), (exit, (int)facts["protocol"]!));
    }

    [Fact]
    public async Task Result_ThatIsLarge_IsWrittenWhole()
    {
        await _run.RunAsync(() => Electron(() => WorkerTasks.Large(50_000_000)));
        Assert.Equal(50_000_000, WorkerRun.Value<byte[]>(await _run.OutcomeAsync()).Length);
        Assert.DoesNotContain(Directory.GetFiles(_run.Folder), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    /// <summary>The bytes that a file takes on the disk, in which a hole takes none.</summary>
    private static long SpaceOf(string file)
    {
        using var stat = Process.Start(new ProcessStartInfo("stat", ["-c", "%b %B", file]) { RedirectStandardOutput = true })!;
        var fields = stat.StandardOutput.ReadToEnd().Split(' ');
        stat.WaitForExit();
        return long.Parse(fields[0], CultureInfo.InvariantCulture) * long.Parse(fields[1], CultureInfo.InvariantCulture);
    }

    private static void Terminate(Process process)
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        kill.WaitForExit();
    }
}
