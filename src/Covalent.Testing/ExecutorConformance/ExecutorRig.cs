using System.Collections.Concurrent;
using Covalent.Core.Bundles;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Core.Recording;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Covalent.Testing;

/// <summary>Stands in for the engine in front of one executor: hands attempts over, enforces time limits, keeps handles, collects outcomes.</summary>
internal sealed class ExecutorRig : IAttemptEvents, IAsyncDisposable
{
    private static readonly Lazy<string> SharedData = new(CreateSharedData);

    private readonly ConcurrentDictionary<TaskAttempt, Ending> _endings = new(ReferenceEqualityComparer.Instance as IEqualityComparer<TaskAttempt>);
    private readonly ConcurrentDictionary<(string Dispatch, int Node), string> _handles = new();
    private readonly string _results = Directory.CreateTempSubdirectory("covalent-rig-").FullName;
    private readonly string? _bundleId;

    private ExecutorRig(Executor executor, BundleResult bundle, ILoggerFactory loggers, Func<ExecutorHost, ExecutorHost>? change)
    {
        _bundleId = bundle.Manifest?.Id;
        var host = new ExecutorHost
        {
            Clock = TimeProvider.System,
            Loggers = loggers,
            DataFolder = SharedData.Value,
            ResultsFolder = _results,
            OwnBundle = _bundleId,
            Bundles = new BundleStore(SharedData.Value, TimeProvider.System),
        };
        Host = change?.Invoke(host) ?? host;
        Driver = executor.CreateDriver(Host);
    }

    public ExecutorHost Host { get; }

    public IExecutorDriver Driver { get; private set; }

    public string ResultsFolder => _results;

    /// <summary>Throws when a handle is to be saved, as if the process had died just before.</summary>
    public bool LosesHandles { get; set; }

    /// <summary>Something was added to <see cref="Outputs"/> or <see cref="ProgressReports"/>; raised on the driver's thread.</summary>
    public event Action? Told;

    public ConcurrentQueue<(TaskAttempt Attempt, OutputStream Stream, string Text)> Outputs { get; } = new();

    public ConcurrentQueue<(double Fraction, string? Message)> ProgressReports { get; } = new();

    public IReadOnlyDictionary<(string Dispatch, int Node), string> Handles => _handles;

    /// <summary>A rig around the executor as it travels: rebuilt from its dictionary.</summary>
    public static async Task<ExecutorRig> CreateAsync(Executor executor, ILoggerFactory? loggers = null, Func<ExecutorHost, ExecutorHost>? change = null)
    {
        var rebuilt = ((Executor)Activator.CreateInstance(executor.GetType())!).FromDictionary(executor.ToDictionary());
        var bundle = await ApplicationBundle.For(SharedData.Value, TimeProvider.System).GetAsync();
        return new ExecutorRig(rebuilt, bundle, loggers ?? NullLoggerFactory.Instance, change);
    }

    /// <summary>The attempts at the tasks of a lattice that takes nothing; inputs of nodes must be run first by <see cref="RunAllAsync{T}"/>.</summary>
    public TaskAttempt Attempt<T>(Func<Node<T>> lattice, ElectronOptions? options = null, int number = 1, bool isSuspect = false)
    {
        var dispatch = DispatchOf(lattice);
        return AttemptAt(dispatch, dispatch.Graph.NodeCount - 1, options, number, isSuspect);
    }

    /// <summary>Runs the one task of a lattice.</summary>
    public Task<TaskOutcome> RunAsync<T>(Func<Node<T>> lattice, ElectronOptions? options = null) => RunAsync(Attempt(lattice, options));

    public Task<TaskOutcome> RunAsync(TaskAttempt attempt)
    {
        Start(attempt);
        return OutcomeOf(attempt);
    }

    /// <summary>Runs all tasks of a lattice in order and gives the outcomes by node.</summary>
    public async Task<IReadOnlyList<TaskOutcome>> RunAllAsync<T>(Func<Node<T>> lattice)
    {
        var dispatch = DispatchOf(lattice);
        var outcomes = new TaskOutcome[dispatch.Graph.NodeCount];
        foreach (var node in Topology.Order(dispatch.Graph))
        {
            outcomes[node] = await RunAsync(AttemptAt(dispatch, node, null, 1, isSuspect: false));
            ((KnownValues)dispatch.Values).Values[node] = outcomes[node].Result;
        }

        return outcomes;
    }

    public void Start(params TaskAttempt[] attempts)
    {
        Array.ForEach(attempts, Prepare);
        Driver.Start(attempts, this);
    }

    public void Reattach(params TaskAttempt[] attempts)
    {
        Array.ForEach(attempts, Prepare);
        Driver.Reattach(attempts, this);
    }

    public Task<TaskOutcome> OutcomeOf(TaskAttempt attempt) => _endings[attempt].Outcome.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);

    /// <summary>Completes when the attempt's handle has been saved.</summary>
    public Task HandleSaved(TaskAttempt attempt) => _endings[attempt].Handle.Task.WaitAsync(TimeSpan.FromMinutes(5), TimeProvider.System);

    public ValueTask<bool> StopAsync(TaskAttempt attempt, StopReason reason, TimeSpan grace)
    {
        _endings[attempt].IsCancelRequested = true;
        return Driver.StopAsync(attempt, reason, grace, CancellationToken.None);
    }

    /// <summary>Ends the driver as a killed process would and begins anew with a fresh one.</summary>
    public async Task RestartAsync(Executor executor)
    {
        await Driver.DisposeAsync();
        Driver = ((Executor)Activator.CreateInstance(executor.GetType())!).FromDictionary(executor.ToDictionary()).CreateDriver(Host);
    }

    /// <summary>The same attempt as a restarted process knows it from its store.</summary>
    public TaskAttempt Remembered(TaskAttempt attempt) => new()
    {
        Dispatch = attempt.Dispatch,
        NodeId = attempt.NodeId,
        Number = attempt.Number,
        Options = attempt.Options,
        JobHandle = _handles.GetValueOrDefault((attempt.Dispatch.DispatchId, attempt.NodeId)),
    };

    /// <summary>The next attempt at the same task.</summary>
    public static TaskAttempt Again(TaskAttempt attempt) => new()
    {
        Dispatch = attempt.Dispatch,
        NodeId = attempt.NodeId,
        Number = attempt.Number + 1,
        Options = attempt.Options,
    };

    /// <summary>The value a task returned.</summary>
    public static T Value<T>(TaskOutcome outcome) => (T)ValueCodec.For<T>().Decode(outcome.Result.Codec, outcome.Result.Bytes.Span)!;

    public void Finished(TaskAttempt attempt, TaskOutcome outcome)
    {
        var ending = _endings[attempt];
        ending.Times++;
        ending.Outcome.TrySetResult(ending.IsExpired && outcome.Status != Status.Completed ? Expired(outcome) : outcome);
    }

    /// <summary>How often the attempt was told to have ended; anything but once is a fault of the driver.</summary>
    public int TimesFinished(TaskAttempt attempt) => _endings[attempt].Times;

    public void Started(TaskAttempt attempt) => LimitTime(attempt);

    public async ValueTask SaveHandleAsync(TaskAttempt attempt, string handleJson, CancellationToken cancellationToken)
    {
        if (LosesHandles)
        {
            // A killed process never returns from saving.
            await new TaskCompletionSource().Task.WaitAsync(cancellationToken);
        }

        _handles[(attempt.Dispatch.DispatchId, attempt.NodeId)] = handleJson;
        _endings[attempt].Handle.TrySetResult();
    }

    public bool IsCancelRequested(TaskAttempt attempt) => _endings.TryGetValue(attempt, out var ending) && ending.IsCancelRequested;

    public void Output(TaskAttempt attempt, OutputStream stream, ReadOnlyMemory<byte> utf8)
    {
        Outputs.Enqueue((attempt, stream, System.Text.Encoding.UTF8.GetString(utf8.Span)));
        Told?.Invoke();
    }

    public void Progress(TaskAttempt attempt, double fraction, string? message)
    {
        ProgressReports.Enqueue((fraction, message));
        Told?.Invoke();
    }

    public async ValueTask DisposeAsync()
    {
        await Driver.DisposeAsync();
        Directory.Delete(_results, recursive: true);
    }

    private static string CreateSharedData()
    {
        var folder = Directory.CreateTempSubdirectory("covalent-rig-data-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
        {
            // A test run may have removed all its temporary files before.
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true);
            }
        };
        return folder;
    }

    private TaskDispatch DispatchOf<T>(Func<Node<T>> lattice) => new()
    {
        DispatchId = Guid.CreateVersion7().ToString(),
        Graph = LatticeCall.Record(lattice.Method, lattice.Target, [], null).Graph,
        BundleId = _bundleId,
        Values = new KnownValues(),
    };

    private static TaskAttempt AttemptAt(TaskDispatch dispatch, int node, ElectronOptions? options, int number, bool isSuspect) => new()
    {
        Dispatch = dispatch,
        NodeId = node,
        Number = number,
        Options = (options ?? ElectronOptions.None).Or(dispatch.Graph.TemplateOf(node).Options),
        IsSuspect = isSuspect,
    };

    private void Prepare(TaskAttempt attempt)
    {
        _endings[attempt] = new Ending();
        if (!Driver.ReportsStart)
        {
            LimitTime(attempt);
        }
    }

    private void LimitTime(TaskAttempt attempt)
    {
        if (attempt.Options.TimeLimit is { } limit)
        {
            var ending = _endings[attempt];
            ending.Limit = TimeProvider.System.CreateTimer(_ =>
            {
                ending.IsExpired = true;
                _ = Driver.StopAsync(attempt, StopReason.TimeLimit, TimeSpan.FromMilliseconds(200), CancellationToken.None).AsTask();
            }, null, limit, Timeout.InfiniteTimeSpan);
        }
    }

    // As the engine does, which knows whose time was up whatever the task made of it.
    private static TaskOutcome Expired(TaskOutcome outcome) => outcome with
    {
        Status = Status.Failed,
        Failure = new FailureInfo(FailureKind.TimeLimit, StopFailures.TimeLimitType, "The time limit ran out.") { Inner = outcome.Failure },
    };

    private sealed class Ending
    {
        public TaskCompletionSource<TaskOutcome> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskCompletionSource Handle { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public bool IsCancelRequested { get; set; }

        public bool IsExpired { get; set; }

        public int Times { get; set; }

        /// <summary>Kept here, since a forgotten timer may be collected before it fires.</summary>
        public ITimer? Limit { get; set; }
    }

    private sealed class KnownValues : INodeValues
    {
        public ConcurrentDictionary<int, EncodedValue> Values { get; } = new();

        public EncodedValue GetEncoded(int nodeId) => Values[nodeId];

        public bool TryGetShared(int nodeId, out object? value)
        {
            value = null;
            return false;
        }
    }
}
