using System.Text;
using Covalent.Core.Execution;
using Covalent.Executors.Channels;
using Covalent.Executors.Remote;
using Covalent.Testing;
using Microsoft.Extensions.Logging.Abstractions;
using static Covalent.Workflow;

namespace Covalent.Executors.Tests.Remote;

/// <summary>What a running task prints, read piece by piece from its file.</summary>
public sealed class LiveOutputTests : IDisposable
{
    private const int PieceLength = 32 << 10;
    private const int Beginning = 2 << 20;
    private readonly string _folder = Directory.CreateTempSubdirectory("covalent-live-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact(DisplayName = "Live output goes on behind the part of a long one whose space the worker gave back, and says how much it left out")]
    public async Task Output_WithItsMiddleGone_GoesOnAtItsEnd()
    {
        await using ExecutorRig rig = await ExecutorRig.CreateAsync(new LocalExecutor());
        var said = new Said();
        var task = new RemoteTask(rig.Attempt(() => Electron(() => FullDiskTasks.Answer())), said, rig.Host);
        RemoteSite site = await SiteAsync();
        string job = Directory.CreateDirectory(site.Layout.Job(task.JobName)).FullName;
        using (FileStream stdout = File.Create(Path.Combine(job, JobFiles.Stdout)))
        {
            stdout.Write(Encoding.ASCII.GetBytes(new string('a', Beginning)));
            stdout.Position = 4 * Beginning;
            stdout.Write(Encoding.ASCII.GetBytes(new string('z', 2 * Beginning)));
        }

        for (int read = 0; read < (Beginning / PieceLength) + 2; read++)
        {
            await LiveOutput.PassOnAsync([(task, site, task.JobName)], TestContext.Current.CancellationToken);
        }

        string expected = $"{new string('a', Beginning)}\n… {(5 * Beginning) - PieceLength} bytes left out …\n{new string('z', PieceLength)}";
        Assert.True(said.Text.ToString() == expected, $"{said.Text.Length} characters, where {expected.Length} were expected");
    }

    [Fact(DisplayName = "What a worker left about how far its task is, is passed on once, and never after something later")]
    public async Task Progress_LeftByAWorker_IsPassedOnOnce()
    {
        await using ExecutorRig rig = await ExecutorRig.CreateAsync(new LocalExecutor());
        var said = new Said();
        var task = new RemoteTask(rig.Attempt(() => Electron(() => FullDiskTasks.Answer())), said, rig.Host);
        RemoteSite site = await SiteAsync();
        string file = Path.Combine(Directory.CreateDirectory(site.Layout.Job(task.JobName)).FullName, JobFiles.Progress);
        foreach (string line in (string[])["", "nonsense", new ProgressNote(5, 0.25, "a; b").ToLine(), new ProgressNote(5, 0.25, "a; b").ToLine(), new ProgressNote(9, 0.5, null).ToLine()])
        {
            await File.WriteAllTextAsync(file, line + "\n", TestContext.Current.CancellationToken);
            await LiveOutput.PassOnAsync([(task, site, task.JobName)], TestContext.Current.CancellationToken);
        }

        task.ReportProgress(new ProgressNote(7, 0.4, "late"));
        Assert.Equal([(0.25, "a; b"), (0.5, null)], said.Reports);
    }

    private async Task<RemoteSite> SiteAsync()
    {
        var channel = new LocalChannel(TimeProvider.System);
        HostFacts facts = await HostProbe.AskAsync(channel, "", [_folder], TestContext.Current.CancellationToken);
        return new RemoteSite(
            channel, facts, new RemoteLayout($"{_folder}/cache", $"{_folder}/work"), _folder, $"{_folder}/spool",
            new StoreLimits(TimeSpan.FromDays(1), long.MaxValue), TimeProvider.System, NullLogger.Instance);
    }

    private sealed class Said : IAttemptEvents
    {
        public StringBuilder Text { get; } = new();

        public void Finished(TaskAttempt attempt, TaskOutcome outcome)
        {
        }

        public ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken) => default;

        public bool IsCancelRequested(TaskAttempt attempt) => false;

        public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8)
        {
            Assert.Equal(OutputStream.Stdout, stream);
            Text.Append(Encoding.UTF8.GetString(utf8.Span));
        }

        public List<(double Fraction, string? Message)> Reports { get; } = [];

        public void Progress(TaskAttempt attempt, double fraction, string? message) => Reports.Add((fraction, message));
    }
}
