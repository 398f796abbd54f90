using Covalent.Core.Execution;
using Covalent.Worker.Commands;
using Covalent.Worker.Draining;
using Covalent.Worker.Running;
using static Covalent.Workflow;

namespace Covalent.Worker.Tests.Commands;

/// <summary>A disk that is full until the reserve is given up: what an outcome is written to first is a link to a device without room, and the
/// reserve is that link.</summary>
public sealed class OutcomeFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-outcomes-").FullName;
    private readonly RunOptions _options;
    private readonly DiskReserve _reserve;

    public OutcomeFilesTests()
    {
        _options = RunOptions.ForJob(_folder, _folder, TimeSpan.Zero);
        var link = $"{_options.Outcome}.{Environment.ProcessId}.tmp";
        _reserve = new DiskReserve(link);
        // It thinks that it keeps the room, and so does not try again.
        _reserve.Keep();
        File.Delete(link);
        File.CreateSymbolicLink(link, "/dev/full");
    }

    public void Dispose()
    {
        _reserve.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Outcome_OfATaskOnAFullDisk_IsTheNewsOfThat()
    {
        await WorkerRun.Package(() => Electron(() => WorkerTasks.Add(1, 1))).WriteToFileAsync(_options.Package);
        await using var package = File.OpenRead(_options.Package);
        var task = (await PackageReader.ReadAsync(package, CancellationToken.None)).Tasks[0];
        var news = Path.Combine(_folder, "news");
        new OutcomeFiles(_options, _reserve, new JobNews(new QueueNews(news), "the-job")).Write(task, 0, 1, new TaskOutcome { Status = Status.Completed });
        var outcome = await ReadAsync();
        Assert.Equal((Status.Failed, FailureKind.Executor), (outcome.Status, outcome.Failure!.Kind));
        Assert.StartsWith("the-job outcome ", Assert.Single(await File.ReadAllLinesAsync(news)), StringComparison.Ordinal);
        Assert.Contains("No space left on device", outcome.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outcome_OfAPackageNobodyCanReadOnAFullDisk_IsWrittenAllTheSame()
    {
        var damaged = FailureInfo.FromException(FailureKind.Executor, new CovalentException("The task package is damaged."));
        new OutcomeFiles(_options, _reserve, news: null).WriteForPackage(TaskOutcome.FromFailure(damaged, 1, 2));
        Assert.Equal("The task package is damaged.", (await ReadAsync()).Failure!.Message);
    }

    [Fact]
    public async Task Package_ThatIsDamagedOnAFullDisk_LeavesAnOutcome()
    {
        await File.WriteAllTextAsync(_options.Package, "not a package");
        using var command = new RunCommand(
            RunOptions.Parse(["--package", _options.Package, "--outcome", _options.Outcome]),
            new FunctionCode(_ => []), TimeProvider.System, _reserve, new OutcomeFiles(_options, _reserve, news: null));
        Assert.Equal(0, command.RunPackage());
        Assert.Contains("damaged", (await ReadAsync()).Failure!.Message, StringComparison.Ordinal);
    }

    private async Task<TaskOutcome> ReadAsync() => OutcomeCodec.Read(await File.ReadAllBytesAsync(_options.Outcome)).Outcome;
}
