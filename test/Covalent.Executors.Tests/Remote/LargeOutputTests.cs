using Covalent.Core.Execution;
using Covalent.Executors.Tests.Slurm;
using Covalent.Executors.Tests.Ssh;
using Covalent.Testing;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>A task that prints hundreds of megabytes costs neither the worker nor the dispatcher more memory than one that prints a little.</summary>
public sealed class LargeOutputTests(ITestOutputHelper output)
{
    private const int Megabytes = 200;

    [Fact]
    public Task Output_OfManyMegabytesOverSsh_IsBoundedEverywhere() => PrintAsync(SshExecutorTests.Loopback());

    [Fact]
    public Task Output_OfManyMegabytesOnACluster_IsBoundedEverywhere() => PrintAsync(SlurmExecutorTests.OnTheLoginNode());

    private async Task PrintAsync(RemoteExecutor executor)
    {
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome little = await rig.RunAsync(() => Electron(() => LargeOutputTasks.Print(1)));
        TaskOutcome much = await rig.RunAsync(() => Electron(() => LargeOutputTasks.Print(Megabytes)));
        Assert.True(much.Status == Status.Completed, much.Failure?.Message);
        output.WriteLine($"peak memory: {little.PeakMemory >> 20} MiB for 1 MB, {much.PeakMemory >> 20} MiB for {Megabytes} MB; kept {much.Stdout.Length} bytes; live {rig.Outputs.Count} piece(s), the longest {rig.Outputs.Select(piece => piece.Text.Length).DefaultIfEmpty().Max()}");
        Assert.InRange(much.PeakMemory - little.PeakMemory, long.MinValue, 64 << 20);
        Assert.InRange(much.Stdout.Length, 1, 5 << 20);
        string text = System.Text.Encoding.UTF8.GetString(much.Stdout.Span);
        Assert.StartsWith("first\n", text);
        Assert.EndsWith("last\n", text);
        Assert.All(rig.Outputs, piece => Assert.InRange(piece.Text.Length, 0, 64 << 10));
    }
}

/// <summary>Electrons of these tests.</summary>
public static class LargeOutputTasks
{
    public static int Print(int megabytes)
    {
        Console.WriteLine("first");
        string line = new('x', 9_999);
        for (int i = 0; i < megabytes * 100; i++)
        {
            Console.WriteLine(line);
        }

        Console.WriteLine("last");
        return megabytes;
    }
}
