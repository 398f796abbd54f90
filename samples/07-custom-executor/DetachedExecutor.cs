using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using Covalent;
using CustomExecutor;

[assembly: CovalentExecutor(typeof(DetachedExecutor))]

namespace CustomExecutor;

/// <summary>Runs each task in a process of its own that lives on when this program ends, and takes it over when the program is started again.</summary>
/// <remarks>A back end in miniature: its "queue" is a folder with one subfolder per job, named after the job, so that a job is found again by
/// its name alone. A real one would put files and commands through SSH or a web service; the steps are the same.</remarks>
public sealed class DetachedExecutor : RemoteExecutor
{
    public DetachedExecutor() => PollFreq = 1;

    public override string ShortName => "detached";

    /// <summary>Folder of the jobs. Default: <c>covalent-detached</c> in the user's temporary folder.</summary>
    public string Spool { get; set; } = Path.Combine(Path.GetTempPath(), "covalent-detached");

    /// <summary>Leave the files of finished jobs for inspection. Default: false.</summary>
    public bool KeepFiles { get; set; }

    protected override bool CleansUp => !KeepFiles;

    protected override TimeSpan FirstPoll => TimeSpan.FromMilliseconds(20);

    public override IEnumerable<string> Problems()
    {
        if (!OperatingSystem.IsLinux())
        {
            yield return "This executor starts processes with setsid, which only Linux has.";
        }
    }

    protected override async Task<IReadOnlyList<JobSubmission>> SubmitAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        var answers = new List<JobSubmission>();
        foreach (var task in tasks)
        {
            answers.Add(await SubmitAsync(task, cancellationToken).ConfigureAwait(false));
        }

        return answers;
    }

    protected override Task<IReadOnlyList<JsonNode?>> FindAsync(IReadOnlyList<RemoteTask> tasks, CancellationToken cancellationToken)
    {
        IReadOnlyList<JsonNode?> found = [.. tasks.Select(task => File.Exists(PidFile(task.JobName)) ? HandleOf(task.JobName) : null)];
        return Task.FromResult(found);
    }

    protected override Task<IReadOnlyList<JobStatus>> PollAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        foreach (var job in jobs)
        {
            job.Task.ReportWorkerProgress(ProgressOf(NameOf(job.Handle)));
        }

        IReadOnlyList<JobStatus> answers = [.. jobs.Select(job => StatusOf(NameOf(job.Handle)))];
        return Task.FromResult(answers);
    }

    protected override async Task<JobResult> ReceiveAsync(RemoteJob job, JobStatus status, CancellationToken cancellationToken)
    {
        var outcome = FileOf(NameOf(job.Handle), "outcome");
        return File.Exists(outcome)
            ? new JobResult { Outcome = await File.ReadAllBytesAsync(outcome, cancellationToken).ConfigureAwait(false) }
            : new JobResult { Diagnosis = "Its process is gone; somebody may have killed it." };
    }

    protected override Task<IReadOnlyList<bool>> CancelAsync(IReadOnlyList<RemoteJob> jobs, CancellationToken cancellationToken)
    {
        IReadOnlyList<bool> answers = [.. jobs.Select(job => Signal("-TERM", -ProcessOf(NameOf(job.Handle))))];
        return Task.FromResult(answers);
    }

    protected override Task CleanupAsync(RemoteJob job, CancellationToken cancellationToken)
    {
        var name = NameOf(job.Handle);
        if (File.Exists(PidFile(name)))
        {
            // The whole group: what the task started and left behind.
            Signal("-KILL", -ProcessOf(name));
        }

        if (Directory.Exists(FolderOf(name)))
        {
            Directory.Delete(FolderOf(name), recursive: true);
        }

        return Task.CompletedTask;
    }

    private async Task<JobSubmission> SubmitAsync(RemoteTask task, CancellationToken cancellationToken)
    {
        var name = task.JobName;
        Directory.CreateDirectory(FolderOf(name));
        await task.CreatePackage().WriteToFileAsync(FileOf(name, "package"), cancellationToken).ConfigureAwait(false);
        var bundle = await task.GetBundleAsync(cancellationToken).ConfigureAwait(false);
        var worker = new WorkerCommand
        {
            BundleFolder = bundle.GetFolder(),
            Application = bundle.Manifest.Application,
            SelfContained = bundle.Manifest.Frameworks.Count == 0,
            Package = FileOf(name, "package"),
            Outcome = FileOf(name, "outcome"),
            Stdout = FileOf(name, "stdout"),
            Stderr = FileOf(name, "stderr"),
            PidFile = PidFile(name),
            TimeLimit = task.Options.TimeLimit,
            Grace = TimeSpan.FromSeconds(2),
            Supervise = true,
        };
        // Everything the worker needs is in files; it must not hold on to this program's terminal or pipes.
        string[] detached = ["--fork", "sh", "-c", "exec \"$@\" </dev/null >/dev/null 2>&1", "sh", .. worker.ToArguments()];
        using var starter = Process.Start(new ProcessStartInfo("setsid", detached) { UseShellExecute = false })
            ?? throw new ExecutorException("'setsid' cannot be started. Install util-linux.");
        await starter.WaitForExitAsync(cancellationToken).ConfigureAwait(false);
        // The process id is the proof that the job exists; a restart looks for it.
        while (!File.Exists(PidFile(name)))
        {
            await Task.Delay(TimeSpan.FromMilliseconds(5), Clock, cancellationToken).ConfigureAwait(false);
        }

        return JobSubmission.Accepted(HandleOf(name));
    }

    private JobStatus StatusOf(string name) =>
        !Directory.Exists(FolderOf(name)) ? JobStatus.Unknown
        // The outcome is there a moment before its process is gone: over is what writes into the folder no more.
        : Signal("-0", ProcessOf(name)) ? JobStatus.Running
        : File.Exists(FileOf(name, "outcome")) ? JobStatus.Ended
        : JobStatus.Ended with { Died = true, Reason = "The process ended without an outcome." };

    private string ProgressOf(string name)
    {
        try
        {
            return File.ReadAllText(FileOf(name, "outcome.progress"));
        }
        catch (IOException)
        {
            // The task says nothing, or is over.
            return "";
        }
    }

    private static bool Signal(string signal, int process)
    {
        using var kill = Process.Start(new ProcessStartInfo("kill", [signal, "--", $"{process}"]) { UseShellExecute = false, RedirectStandardError = true });
        kill?.WaitForExit();
        return kill?.ExitCode == 0;
    }

    private int ProcessOf(string name) => int.Parse(File.ReadAllText(PidFile(name)), CultureInfo.InvariantCulture);

    private static JsonObject HandleOf(string name) => new() { ["job"] = name };

    private static string NameOf(JsonNode handle) => (string)handle["job"]!;

    private string FolderOf(string name) => Path.Combine(Spool, name);

    private string FileOf(string name, string file) => Path.Combine(FolderOf(name), file);

    private string PidFile(string name) => FileOf(name, "pid");
}
