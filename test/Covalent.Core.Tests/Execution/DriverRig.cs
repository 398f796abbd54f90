using System.Collections.Concurrent;
using Covalent.Core.Execution;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Core.Tests.Execution;

/// <summary>Hands attempts to a driver and waits for their ends.</summary>
internal sealed class DriverRig : IAttemptEvents
{
    private readonly ConcurrentDictionary<TaskAttempt, TaskCompletionSource<TaskOutcome>> _ends = new();

    public static string ResultsFolder { get; } = Path.Combine(Path.GetTempPath(), "covalent-driver-rig");

    /// <summary>Beats whenever something happened.</summary>
    public Pulse Pulse { get; } = new();

    /// <summary>What happened, in order.</summary>
    public ConcurrentQueue<string> Journal { get; } = new();

    public ConcurrentDictionary<TaskAttempt, string> Handles { get; } = new();

    public HashSet<TaskAttempt> CancelRequested { get; } = [];

    public Func<Task>? BeforeSaving { get; set; }

    public static ExecutorHost Host(TimeProvider? clock = null, string? resultsFolder = null, ILoggerFactory? loggers = null) => new()
    {
        Clock = clock ?? TimeProvider.System,
        Loggers = loggers ?? NullLoggerFactory.Instance,
        DataFolder = ResultsFolder,
        ResultsFolder = resultsFolder ?? ResultsFolder,
        Bundles = new NoBundles(),
    };

    public Task<TaskOutcome> StartAsync(IExecutorDriver driver, TaskAttempt attempt)
    {
        driver.Start([attempt], this);
        return EndOf(attempt);
    }

    public Task<TaskOutcome> EndOf(TaskAttempt attempt) => Source(attempt).Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);

    public void Finished(TaskAttempt attempt, TaskOutcome outcome)
    {
        Note($"finished {attempt.NodeId} {outcome.Status}");
        Assert.True(Source(attempt).TrySetResult(outcome), "An attempt ended twice.");
    }

    public void Started(TaskAttempt attempt) => Note($"started {attempt.NodeId}");

    public async ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken)
    {
        if (BeforeSaving is { } wait)
        {
            await wait();
        }

        Handles[attempt] = handleJson;
        Note($"saved {handleJson}");
    }

    public bool IsCancelRequested(TaskAttempt attempt) => CancelRequested.Contains(attempt);

    public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8) =>
        Note($"{stream} {System.Text.Encoding.UTF8.GetString(utf8.Span)}");

    public void Progress(TaskAttempt attempt, double fraction, string? message) => Note($"progress {fraction} {message}");

    private void Note(string what)
    {
        Journal.Enqueue(what);
        Pulse.Beat();
    }

    private TaskCompletionSource<TaskOutcome> Source(TaskAttempt attempt) =>
        _ends.GetOrAdd(attempt, static _ => new TaskCompletionSource<TaskOutcome>(TaskCreationOptions.RunContinuationsAsynchronously));

    private sealed class NoBundles : IBundleSource
    {
        public ValueTask<BundleManifest> GetAsync(string bundleId, CancellationToken cancellationToken) => throw new CovalentException($"no bundle {bundleId}");

        public string PathOf(string sha256) => throw new CovalentException($"no file {sha256}");
    }
}
