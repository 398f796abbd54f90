using Covalent.Core.Execution;
using Covalent.Worker.Tests.Feeding;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests;

/// <summary>What a worker makes of tasks that are not for it. None of it is worth another attempt, whatever the retry policy.</summary>
public sealed class VersionHandshakeTests : IDisposable
{
    private const int FormatAt = 4;
    private readonly WorkerRun _run = new();

    public void Dispose() => _run.Dispose();

    [Theory]
    [InlineData(false, PackageImage.PrefixLength, 99, "worker protocol 99")]
    [InlineData(true, PackageImage.PrefixLength, 99, "worker protocol 99")]
    [InlineData(false, FormatAt, 1, "of format 1, as an earlier Covalent")]
    [InlineData(true, FormatAt, 1, "of format 1, as an earlier Covalent")]
    public async Task Package_OfAnotherVersion_LeavesAnOutcomeThatSaysBothVersions(bool isSupervised, int offset, byte value, string sender)
    {
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1))).WriteToFileAsync(_run.Command.Package);
        var bytes = await File.ReadAllBytesAsync(_run.Command.Package);
        bytes[offset] = value;
        await File.WriteAllBytesAsync(_run.Command.Package, bytes);
        using var process = WorkerRun.Start(_run.Command with { Supervise = isSupervised });
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var failure = (await _run.OutcomeAsync()).Failure!;
        Assert.Contains(sender, failure.Message, StringComparison.Ordinal);
        Assert.Contains($"is Covalent {CovalentVersion.Text}", failure.Message, StringComparison.Ordinal);
        Assert.Contains("dispatch again", failure.Message, StringComparison.Ordinal);
        AssertFinal(failure);
    }

    [Fact]
    public async Task Package_OfAnotherFormat_IsRefusedByAWarmWorkerWhichGoesOn()
    {
        using var feeder = new Feeder();
        using var process = WorkerRun.Start("feed", "--socket", feeder.Path, "--folder", feeder.Folder, "--idle", "60", "--grace", "0");
        var package = await feeder.PackageAsync(() => Electron(() => WorkerTasks.Add(1, 2)));
        var old = package.ToArray();
        old[FormatAt] = 1;
        feeder.Hand(1, old);
        AssertFinal(feeder.Outcome(feeder.Line()).Failure!);
        feeder.Hand(2, package);
        Assert.Equal(3, WorkerRun.Value<int>(feeder.Outcome(feeder.Line())));
        process.Kill();
        await WorkerRun.EndOfAsync(process);
    }

    [Fact]
    public async Task Task_OfAnotherBuild_IsRefusedByName()
    {
        var build = Guid.NewGuid();
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1)), change: function => function with { ModuleVersion = build }).WriteToFileAsync(_run.Command.Package);
        using var process = WorkerRun.Start(_run.Command);
        Assert.Equal(0, (await WorkerRun.EndOfAsync(process)).ExitCode);
        var failure = (await _run.OutcomeAsync()).Failure!;
        Assert.Contains($"another build of assembly '{typeof(WorkerTasks).Assembly.GetName().Name}'", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"module version {build} was dispatched", failure.Message, StringComparison.Ordinal);
        Assert.Contains($"{typeof(WorkerTasks).Module.ModuleVersionId}", failure.Message, StringComparison.Ordinal);
        AssertFinal(failure);
    }

    [Fact]
    public async Task Task_OfTheFrameworkOrOfNoKnownBuild_IsRun()
    {
        // The far machine's .NET may be another one, as it is meant to.
        await WorkerRun.Package(() => Electron(() => Math.Max(3, 4)), change: function => function with { ModuleVersion = Guid.NewGuid() }).WriteToFileAsync(_run.Command.Package);
        using (var process = WorkerRun.Start(_run.Command))
        {
            await WorkerRun.EndOfAsync(process);
        }

        Assert.Equal(4, WorkerRun.Value<int>(await _run.OutcomeAsync()));
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1)), change: function => function with { ModuleVersion = Guid.Empty }).WriteToFileAsync(_run.Command.Package);
        using var again = WorkerRun.Start(_run.Command);
        await WorkerRun.EndOfAsync(again);
        Assert.Equal(2, WorkerRun.Value<int>(await _run.OutcomeAsync()));
    }

    private static void AssertFinal(FailureInfo failure)
    {
        Assert.Equal(FailureKind.Configuration, failure.Kind);
        Assert.False(new RetryPolicy(5) { On = Enum.GetValues<FailureKind>() }.Allows(failure, 1));
    }
}
