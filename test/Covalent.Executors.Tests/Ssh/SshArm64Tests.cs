using System.Runtime.InteropServices;
using System.Text;
using Covalent.Core.Execution;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Ssh;

/// <summary>A machine of another kind than this one, without .NET: the application's files for it and its runtime come from NuGet. Its programs run under
/// emulation, so that one worker serves the whole test.</summary>
public sealed class SshArm64Tests(ITestOutputHelper output)
{
    [Fact]
    public async Task Tasks_OnAMachineOfAnotherKind_RunThere()
    {
        SshExecutor executor = FarMachine.Executor("COVALENT_TEST_ARM64HOST");
        // Two starts of the worker would double the time; it leaves when its machine goes down, or after this.
        executor.WorkerIdle = 30;
        using var log = new ListLoggerFactory();
        await using var rig = await ExecutorRig.CreateAsync(executor, log);

        TaskOutcome outcome = await rig.RunAsync(() => Electron(() => Arm64Tasks.Machine()));
        log.Lines.ForEach(output.WriteLine);
        Assert.True(outcome.Status == Status.Completed, outcome.Failure?.Message);
        Assert.Equal($"{nameof(Architecture.Arm64)} on {Backends.Require("COVALENT_TEST_ARM64HOST_NAME")}", ExecutorRig.Value<string>(outcome));
        Assert.Equal("said there\n", Encoding.UTF8.GetString(outcome.Stdout.Span));

        TaskOutcome failed = await rig.RunAsync(() => Electron(() => Arm64Tasks.Fail()));
        Assert.Equal((Status.Failed, FailureKind.UserCode), (failed.Status, failed.Failure!.Kind));
        Assert.Contains("of its own", failed.Failure.Message);
    }
}

public static class Arm64Tasks
{
    public static string Machine()
    {
        Console.WriteLine("said there");
        return $"{RuntimeInformation.ProcessArchitecture} on {Environment.MachineName}";
    }

    public static int Fail() => throw new InvalidOperationException("a failure of its own");
}
