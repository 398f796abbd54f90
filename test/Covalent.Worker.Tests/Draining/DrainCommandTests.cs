using Covalent.Core.Execution;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Draining;

/// <summary>The worker of a queue, as its leader starts it.</summary>
public sealed class DrainCommandTests : IDisposable
{
    private const string Job = "the-job";
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-drain-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Job_ThatWaits_IsRunAndTold()
    {
        var job = await WaitingAsync(() => Electron(() => WorkerTasks.Add(2, 3)));
        Assert.Equal(0, await DrainAsync());
        Assert.Equal(5, WorkerRun.Value<int>(OutcomeCodec.Read(await File.ReadAllBytesAsync(Path.Combine(job, "outcome"))).Outcome));
        Assert.Contains($"{Job} outcome ", await File.ReadAllTextAsync(Path.Combine(_folder, "queue", "ended")), StringComparison.Ordinal);
        Assert.Equal("", await File.ReadAllTextAsync(Path.Combine(_folder, "self", "current")));
    }

    [Fact]
    public async Task Outcome_ThatCannotBeWritten_IsLeftToTheLeaderWithTheNameOfItsJob()
    {
        var job = await WaitingAsync(() => Electron(() => WorkerTasks.Add(2, 3)));
        Directory.CreateDirectory(Path.Combine(job, "outcome", "in the way"));
        Assert.Equal(74, await DrainAsync());
        Assert.Equal($"{Job}\n", await File.ReadAllTextAsync(Path.Combine(_folder, "self", "current")));
        Assert.Contains("cannot be written", await File.ReadAllTextAsync(Path.Combine(job, "stderr")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Package_ThatIsDamaged_IsTold()
    {
        var job = await WaitingAsync(() => Electron(() => WorkerTasks.Add(2, 3)));
        await File.WriteAllTextAsync(Path.Combine(job, "package"), "not a package");
        Assert.Equal(0, await DrainAsync());
        Assert.Contains($"{Job} outcome ", await File.ReadAllTextAsync(Path.Combine(_folder, "queue", "ended")), StringComparison.Ordinal);
    }

    /// <returns>The folder of a job that waits in the queue.</returns>
    private async Task<string> WaitingAsync<T>(Func<Node<T>> lattice)
    {
        var job = Directory.CreateDirectory(Path.Combine(_folder, "jobs", Job)).FullName;
        await WorkerRun.Package(lattice).WriteToFileAsync(Path.Combine(job, "package"));
        await File.WriteAllTextAsync(Path.Combine(job, "workdir"), _folder);
        Directory.CreateDirectory(Path.Combine(_folder, "self"));
        Directory.CreateDirectory(Path.Combine(_folder, "queue", "new"));
        await File.WriteAllTextAsync(Path.Combine(_folder, "queue", "new", Job), "");
        return job;
    }

    private async Task<int> DrainAsync()
    {
        using var process = WorkerRun.Start(
            "drain", "--queue", Path.Combine(_folder, "queue"), "--jobs", Path.Combine(_folder, "jobs"), "--self", Path.Combine(_folder, "self"), "--leader", "1 1", "--group", "own");
        return (await WorkerRun.EndOfAsync(process)).ExitCode;
    }
}
