using System.Diagnostics;
using System.Security.Cryptography;
using Covalent.Core.Execution;
using Covalent.Executors.Tests.Ssh;
using Covalent.Executors.Tests.Slurm;
using Covalent.Testing;
using Covalent.Tests;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>A real file system of a few megabytes that fills up under a task: while it runs, and so when its outcome is to be written.</summary>
public sealed class FullDiskTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Disk_FullWhenTheOutcomeIsWrittenOverSsh_FailsTheTaskWithThatReason()
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        await using SmallDisk disk = await SmallDisk.MountAsync("192m");
        executor.RemoteCache = disk.Folder;
        await FillAsync(executor, disk);
    }

    [Fact]
    public async Task Disk_FullWhenTheOutcomeIsWrittenOnACluster_FailsTheTaskWithThatReason()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        await using SmallDisk disk = await SmallDisk.MountAsync("4m");
        executor.RemoteWorkdir = disk.Folder;
        await FillAsync(executor, disk);
    }

    /// <summary>Only whole contents stay of what was sent, and no bundle in part.</summary>
    [Fact]
    public async Task Disk_FullWhileTheApplicationIsSent_KeepsNothingHalfWritten()
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        await using SmallDisk disk = await SmallDisk.MountAsync("10m");
        executor.RemoteCache = disk.Folder;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        TaskOutcome full = await rig.RunAsync(() => Electron(() => FullDiskTasks.Answer()));
        output.WriteLine($"{full.Status}: {full.Failure?.Message}");
        Assert.Contains("disk there is full", full.Failure!.Message);
        // Those that were sent beside the one that failed are told to stop, and tidy up by themselves.
        await FileNotice.UntilAsync(disk.Folder, () => Directory.GetFileSystemEntries($"{disk.Folder}/incoming").Length == 0, TestContext.Current.CancellationToken);
        Assert.Empty(Directory.GetFileSystemEntries($"{disk.Folder}/bundles"));
        Assert.Empty(JobLeftovers.In(disk.Folder));
        string[] kept = Directory.GetFiles($"{disk.Folder}/objects", "*", SearchOption.AllDirectories);
        output.WriteLine($"{kept.Length} content(s) kept");
        foreach (string content in kept)
        {
            Assert.Equal(Path.GetFileName(content), Convert.ToHexStringLower(SHA256.HashData(await File.ReadAllBytesAsync(content, TestContext.Current.CancellationToken))));
        }

        await disk.ResizeAsync("256m");
        TaskOutcome after = await rig.RunAsync(() => Electron(() => FullDiskTasks.Answer()));
        Assert.True(after.Status == Status.Completed, after.Failure?.Message);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Disk_FullWhileATaskIsSentOverSsh_LeavesNothingOfIt(bool isSuspect)
    {
        SshExecutor executor = SshExecutorTests.Loopback();
        await using SmallDisk disk = await SmallDisk.MountAsync("192m");
        executor.RemoteCache = disk.Folder;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        Assert.Equal(Status.Completed, (await rig.RunAsync(() => Electron(() => FullDiskTasks.Answer()))).Status);
        await SendTooMuchAsync(rig, disk, disk.Folder, isSuspect);
    }

    [Fact]
    public async Task Disk_FullWhileATaskIsSentToACluster_LeavesNothingOfIt()
    {
        SlurmExecutor executor = SlurmExecutorTests.OnTheLoginNode();
        await using SmallDisk disk = await SmallDisk.MountAsync("4m");
        executor.RemoteWorkdir = disk.Folder;
        await using var rig = await ExecutorRig.CreateAsync(executor);
        await SendTooMuchAsync(rig, disk, $"{disk.Folder}/.covalent", isSuspect: false);
    }

    private async Task SendTooMuchAsync(ExecutorRig rig, SmallDisk disk, string work, bool isSuspect)
    {
        await NothingLeftAsync(disk, work);
        string filler = Path.Combine(disk.Folder, "filler");
        _ = FullDiskTasks.Fill(filler);
        using (var room = new FileStream(filler, FileMode.Open))
        {
            room.SetLength(Math.Max(0, room.Length - 1_000_000));
        }

        byte[] large = RandomNumberGenerator.GetBytes(6_000_000);
        TaskOutcome full = await rig.RunAsync(rig.Attempt(() => Electron(() => FullDiskTasks.LengthOf(large)), isSuspect: isSuspect));
        output.WriteLine($"{full.Status}: {full.Failure?.Message}");
        Assert.Equal(Status.Failed, full.Status);
        Assert.Contains("disk there is full", full.Failure!.Message);
        await NothingLeftAsync(disk, work);

        File.Delete(filler);
        await disk.ResizeAsync("256m");
        TaskOutcome after = await rig.RunAsync(rig.Attempt(() => Electron(() => FullDiskTasks.LengthOf(large)), isSuspect: isSuspect));
        Assert.True(after.Status == Status.Completed, after.Failure?.Message);
        Assert.Equal(large.Length, ExecutorRig.Value<int>(after));
    }

    private async Task NothingLeftAsync(SmallDisk disk, string work)
    {
        try
        {
            await FileNotice.UntilAsync(disk.Folder, () => JobLeftovers.In(work).Count == 0, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException)
        {
            output.WriteLine(string.Join('\n', JobLeftovers.In(work).SelectMany(left => Directory.Exists(left) ? Directory.GetFileSystemEntries(left) : [left])));
            throw;
        }
    }

    private async Task FillAsync(RemoteExecutor executor, SmallDisk disk)
    {
        await using var rig = await ExecutorRig.CreateAsync(executor);
        string filler = Path.Combine(disk.Folder, "filler");
        TaskOutcome full = await rig.RunAsync(() => Electron(() => FullDiskTasks.Fill(filler)));
        output.WriteLine($"{full.Status}: {full.Failure?.Message}");
        Assert.Equal(Status.Failed, full.Status);
        Assert.Equal(FailureKind.Executor, full.Failure!.Kind);
        Assert.Contains("No space left on device", full.Failure.Message);
        Assert.Contains(disk.Folder, full.Failure.Message);
        Assert.True(full.Result.Bytes.IsEmpty);

        // What was tidied up since may or may not be room enough for another task; a failure must name the cause in any case.
        TaskOutcome next = await rig.RunAsync(() => Electron(() => FullDiskTasks.Answer()));
        output.WriteLine($"{next.Status}: {next.Failure?.Message}");
        Assert.True(next.Status == Status.Completed ? ExecutorRig.Value<int>(next) == 42 : next.Failure!.Message.Contains("No space left on device", StringComparison.Ordinal), next.Failure?.Message);

        // A task that fails by itself keeps its own reason.
        File.Delete(filler);
        TaskOutcome failed = await rig.RunAsync(() => Electron(() => FullDiskTasks.FillAndFail(filler)));
        output.WriteLine($"{failed.Status}: {failed.Failure?.Message}");
        Assert.Equal(Status.Failed, failed.Status);
        Assert.Contains("its own reason", failed.Failure!.Message);

        File.Delete(filler);
        TaskOutcome after = await rig.RunAsync(() => Electron(() => FullDiskTasks.Answer()));
        Assert.True(after.Status == Status.Completed, after.Failure?.Message);
        Assert.Equal(42, ExecutorRig.Value<int>(after));
    }

    /// <summary>A file system in memory, of this test alone.</summary>
    private sealed class SmallDisk : IAsyncDisposable
    {
        private SmallDisk(string folder) => Folder = folder;

        public string Folder { get; }

        public static async Task<SmallDisk> MountAsync(string size)
        {
            if (Environment.UserName != "root")
            {
                Assert.Skip("Only root may mount a file system.");
            }

            var disk = new SmallDisk(Directory.CreateTempSubdirectory("covalent-full-").FullName);
            await RunAsync("mount", "-t", "tmpfs", "-o", $"mode=1777,size={size}", "tmpfs", disk.Folder);
            return disk;
        }

        public Task ResizeAsync(string size) => RunAsync("mount", "-o", $"remount,size={size}", Folder);

        public async ValueTask DisposeAsync()
        {
            await RunAsync("umount", "--lazy", Folder);
            Directory.Delete(Folder);
        }

        private static async Task RunAsync(params string[] words)
        {
            using Process process = Process.Start(words[0], words[1..]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
    }
}

/// <summary>Electrons that leave no room.</summary>
public static class FullDiskTasks
{
    public static byte[] Fill(string file)
    {
        using var filler = new FileStream(file, FileMode.Create, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        byte[] piece = new byte[4096];
        try
        {
            while (true)
            {
                filler.Write(piece);
            }
        }
        catch (IOException)
        {
            // Not one byte is left: so the result cannot be written.
            return new byte[100_000];
        }
    }

    public static byte[] FillAndFail(string file)
    {
        _ = Fill(file);
        throw new InvalidOperationException("its own reason");
    }

    public static int Answer() => 42;

    public static int LengthOf(byte[] bytes) => bytes.Length;
}
