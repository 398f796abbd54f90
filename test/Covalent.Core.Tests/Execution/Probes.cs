using System.Text.Json.Nodes;

namespace Covalent.Core.Tests.Execution;

/// <summary>An executor that notes how it is called.</summary>
internal interface ILoggingExecutor
{
    List<string> Calls { get; }

    string Failing { get; set; }
}

/// <summary>The asynchronous base, with a knob for everything.</summary>
public sealed class AsyncProbe : AsyncBaseExecutor, ILoggingExecutor, IAsyncDisposable
{
    private readonly List<string> _calls = [];

    public override string ShortName => "async-probe";

    public Dictionary<string, string> Labels { get; set; } = [];

    public IReadOnlyList<string> Hosts { get; set; } = [];

    List<string> ILoggingExecutor.Calls => _calls;

    string ILoggingExecutor.Failing { get; set; } = "";

    internal List<string> Calls => _calls;

    internal Exception? Throws { get; init; }

    internal object? Returns { get; init; } = 3;

    internal bool SavesHandle { get; init; }

    internal bool WaitsForStop { get; init; }

    internal bool WaitsForRelease { get; init; }

    internal TaskCompletionSource Running { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal TaskCompletionSource Release { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal string? SeenDispatch { get; private set; }

    internal bool IsDisposed { get; private set; }

    public static void Write(string text) => TaskStdout.WriteLine(text);

    public override Task SetupAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Note("setup", task);

    public override async Task<object?> RunAsync(TaskFunction function, TaskMetadata task, CancellationToken cancellationToken)
    {
        await Note("run", task);
        SeenDispatch = DispatchInfo.Current?.DispatchId;
        Write("to stdout");
        await TaskStderr.WriteLineAsync("to stderr");
        if (SavesHandle)
        {
            await SetJobHandleAsync(new JsonObject { ["job"] = 17 }, cancellationToken);
            _calls.Add($"cancel requested: {await GetCancelRequestedAsync(cancellationToken)}");
        }

        Running.TrySetResult();
        if (WaitsForStop)
        {
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        if (WaitsForRelease)
        {
            await Release.Task;
        }

        return Throws is { } e ? throw e : Returns;
    }

    public override Task TeardownAsync(TaskMetadata task, CancellationToken cancellationToken = default) => Note("teardown", task);

    public override Task<bool> CancelAsync(TaskMetadata task, JsonNode? jobHandle, CancellationToken cancellationToken = default)
    {
        _calls.Add($"cancel {jobHandle?.ToJsonString()}");
        return Task.FromResult(true);
    }

    public ValueTask DisposeAsync()
    {
        IsDisposed = true;
        return ValueTask.CompletedTask;
    }

    private Task Note(string step, TaskMetadata task)
    {
        _calls.Add($"{step} {task.DispatchId} {task.NodeId} {task.Attempt} {task.ResultsDir}");
        return ((ILoggingExecutor)this).Failing.Split('+').Contains(step) ? throw new InvalidOperationException($"{step} failed") : Task.CompletedTask;
    }
}

/// <summary>The blocking base.</summary>
public sealed class SyncProbe : BaseExecutor, ILoggingExecutor
{
    private readonly List<string> _calls = [];

    public override string ShortName => "sync-probe";

    List<string> ILoggingExecutor.Calls => _calls;

    string ILoggingExecutor.Failing { get; set; } = "";

    internal bool SavesHandle { get; init; }

    public override void Setup(TaskMetadata task) => Note("setup", task);

    public override object? Run(TaskFunction function, TaskMetadata task)
    {
        Note("run", task);
        if (SavesHandle)
        {
            SetJobHandle(new JsonObject { ["job"] = 17 });
            _calls.Add($"cancel requested: {GetCancelRequested()}");
        }

        return 3;
    }

    public override void Teardown(TaskMetadata task) => Note("teardown", task);

    private void Note(string step, TaskMetadata task)
    {
        _calls.Add($"{step} {task.DispatchId} {task.NodeId} {task.Attempt} {task.ResultsDir}");
        if (((ILoggingExecutor)this).Failing.Split('+').Contains(step))
        {
            throw new InvalidOperationException($"{step} failed");
        }
    }
}
