using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Local;

/// <summary>Tasks on this process's own threads.</summary>
public sealed class InProcessConformanceTests : ExecutorConformance
{
    // Tasks print a lot on purpose, and in-process what they print is shown as well as captured.
    static InProcessConformanceTests()
    {
        Console.SetOut(TextWriter.Null);
        Console.SetError(TextWriter.Null);
    }

    // A process has one current folder, which tasks running side by side cannot each have for themselves: in-process, the work folder is made
    // and told by the context, and a task that needs it as its current folder runs in a worker process.
    public override async Task WorkFolder_Given_IsMadeAndUsed()
    {
        await using var rig = await OpenAsync();
        var folder = WorkFolderFor(rig, "work here");
        var outcome = await rig.RunAsync(() => Electron(() => FolderTasks.OfContext()), new ElectronOptions { WorkDir = folder });
        AssertCompleted(outcome);
        Assert.Equal(folder, ExecutorRig.Value<string>(outcome));
        Assert.True(Directory.Exists(folder));
    }

    public override async Task UniqueWorkFolder_GivenToSeveralTasks_KeepsThemApart()
    {
        await using var rig = await OpenAsync();
        var folder = WorkFolderFor(rig, "unique");
        var attempt = rig.Attempt(() => Electron(() => FolderTasks.OfContext()), new ElectronOptions { WorkDir = folder, CreateUniqueWorkDir = true });
        var outcome = await rig.RunAsync(attempt);
        AssertCompleted(outcome);
        Assert.Equal($"{folder}/{attempt.Dispatch.DispatchId}/node_{attempt.NodeId}", ExecutorRig.Value<string>(outcome));
        Assert.True(Directory.Exists(ExecutorRig.Value<string>(outcome)));
    }

    protected override Executor CreateExecutor() => new LocalExecutor { Workers = 2 };
}

public static class FolderTasks
{
    public static string OfContext() => ElectronContext.Current!.WorkDir;
}
