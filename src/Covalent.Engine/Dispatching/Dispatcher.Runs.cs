using System.Buffers;
using Covalent.Core.Execution;
using Covalent.Core.Graph;
using Covalent.Engine.Diagnostics;
using Covalent.Engine.State;
using Covalent.Engine.Storage;

namespace Covalent.Engine.Dispatching;

/// <content>Dispatches from their registration to their end.</content>
internal sealed partial class Dispatcher
{
    private const int MostNamedFailures = 5;

    /// <summary>Registers a dispatch without starting it.</summary>
    public Task RegisterAsync(DispatchRequest request)
    {
        ThrowIfHalted();
        var registration = Prepare(request, owner: 0);
        return AskAsync<bool>(answer =>
        {
            _batch.Registrations.Add(registration);
            AfterCommit(answer, () => true);
        });
    }

    /// <summary>Registers and starts a dispatch in one durable step. One that is known already is left alone.</summary>
    /// <param name="request">The dispatch.</param>
    /// <param name="reused">Results of an earlier dispatch to begin with, by node.</param>
    public async Task SubmitAsync(DispatchRequest request, IReadOnlyList<NodeRecord>? reused = null)
    {
        ThrowIfHalted();
        if (await _store.FindAsync(request.DispatchId, CancellationToken.None).ConfigureAwait(false) is not null)
        {
            return;
        }

        var registration = Prepare(request, _settings.Owner);
        var run = NewRun(registration);
        await AskAsync<bool>(answer =>
        {
            ThrowIfHalted();
            if (_runs.TryAdd(run.Id, run))
            {
                _batch.Registrations.Add(registration);
                Reuse(run, reused ?? []);
                Begin(run);
            }

            AfterCommit(answer, () => true);
        }).ConfigureAwait(false);
    }

    private DispatchRegistration Prepare(DispatchRequest request, long owner)
    {
        var bytes = new ArrayBufferWriter<byte>((request.Graph.NodeCount * 8) + 1024);
        if (_store.IsDurable)
        {
            GraphCodec.Write(bytes, request.Graph);
        }

        return new DispatchRegistration
        {
            Key = new DispatchKey(request.DispatchId),
            Request = request,
            Graph = bytes.WrittenMemory,
            CreatedAt = _settings.Clock.GetUtcNow().Ticks,
            Owner = owner,
        };
    }

    private DispatchRun NewRun(DispatchRegistration registration, long builderStartedAt = 0)
    {
        var request = registration.Request;
        var machine = new DispatchMachine(request.Graph, request.FailFast, _settings.Strict);
        return new DispatchRun(registration.Key, request.Graph, machine, new NodeValues(request.Graph, _store), request.BundleId)
        {
            RootId = request.Parent?.RootDispatchId ?? request.DispatchId,
            Name = request.Lattice.Name,
            CreatedAt = registration.CreatedAt,
            Priority = request.Priority,
            FailFast = request.FailFast,
            Parent = request.Parent,
            RedispatchOf = request.RedispatchOf,
            BuilderStartedAt = builderStartedAt,
        };
    }

    private void Reuse(DispatchRun run, IReadOnlyList<NodeRecord> reused)
    {
        foreach (var record in reused)
        {
            run.Values.Restore(record.Node, record.Value);
            run.Machine.Restore(record.Node, NodePhase.Completed, 0);
            var outcome = new TaskOutcome { Status = Status.Completed, Result = Encoded(record.Value), ResultHead = record.Value.Head, StartedAt = _now, EndedAt = _now };
            _batch.Ends.Add(new NodeEnd(run.Key, record.Node, 0, Status.Completed, outcome, AssetsOf(record.Value)));
        }
    }

    private void Begin(DispatchRun run)
    {
        try
        {
            Apply(run, MachineEvent.Begin);
        }
        catch (Exception e)
        {
            Abort(run, e);
        }
    }

    private TaskPlan PlanOf(DispatchRun run, int node)
    {
        if (run.PlanOf(node) is { } known)
        {
            return known;
        }

        var plan = MakePlan(run, run.Graph.TemplateOf(node));
        run.SetPlan(node, plan);
        return plan;
    }

    private TaskPlan MakePlan(DispatchRun run, TaskTemplate template)
    {
        var spec = template.Options.Executor ?? _settings.DefaultExecutor;
        try
        {
            var lane = LaneOf(spec);
            if (run.IsForeign && lane.Driver.RunsInThisProcess && _settings.ForeignExecutor is { } foreign)
            {
                lane = LaneOf(foreign);
            }

            return MakePlan(run, template, lane);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            var failure = e is CovalentException ? new FailureInfo(FailureKind.Configuration, "no-executor", e.Message) : FailureInfo.FromException(FailureKind.Configuration, e);
            return new TaskPlan { Options = template.Options, Refusal = failure with { Message = $"Executor '{spec.ShortName}' cannot be used: {failure.Message}" } };
        }
    }

    private static TaskPlan MakePlan(DispatchRun run, TaskTemplate template, Lane lane)
    {
        var queue = run.Queues.GetValueOrDefault(lane) ?? lane.Queue.Join(run);
        run.Queues[lane] = queue;
        var executor = lane.Executor;
        var retry = template.Options.Retry ?? (executor.Retries > 0 ? new RetryPolicy(executor.Retries) : null);
        var limit = template.Options.TimeLimit ?? (executor.TimeLimit >= 0 ? TimeSpan.FromSeconds(executor.TimeLimit) : null);
        return new TaskPlan
        {
            Options = template.Options with { Executor = lane.Spec, Retry = retry, TimeLimit = limit },
            Lane = lane,
            Queue = queue,
            Retry = retry,
            TimeLimit = limit,
        };
    }

    private Lane LaneOf(ExecutorSpec spec)
    {
        if (_lanes.TryGetValue(spec, out var lane))
        {
            return lane;
        }

        var executor = _settings.Executors(spec)
            ?? throw new ExecutorException($"no executor of this name is known. Check the spelling of '{spec.ShortName}', or install and register the executor.");
        var problems = executor.Problems().ToList();
        if (problems.Count > 0)
        {
            throw new ExecutorException(string.Join(" ", problems));
        }

        lane = new Lane(spec, executor, executor.CreateDriver(_settings.Host));
        _lanes.Add(spec, lane);
        _laneList.Add(lane);
        return lane;
    }

    private void End(DispatchRun run, Status status)
    {
        run.EndedAt = _now;
        run.Error ??= status == Status.Failed ? ErrorOf(run) : null;
        _batch.Changes.Add(ChangeOf(run, status));
        _runs.Remove(run.Id);
        if (run.Parent is null)
        {
            foreach (var (lane, _) in run.Queues)
            {
                lane.Queue.Leave(run);
            }
        }

        if (run.ParentRun is { } parent)
        {
            OnChildEnded(parent, run, status);
        }

        var last = new DispatchStatusChanged(run.Id, status, run.Machine.CompletedCount, run.Graph.NodeCount);
        _effects.Add(new Effect(() => Release(run, last), e => Release(run, e)));
        EngineLog.DispatchEnded(_settings.Logger, run.Id, status);
    }

    private static void Release(DispatchRun run, DispatchEvent last)
    {
        foreach (var watcher in run.Watchers)
        {
            watcher.Tell(last);
            watcher.End();
        }

        foreach (var waiter in run.Waiters)
        {
            waiter.TrySetResult();
        }

        foreach (var cancel in run.Cancels)
        {
            cancel.Done.TrySetResult(cancel.Report());
        }

        run.Cancels.Clear();
    }

    private static void Release(DispatchRun run, Exception error)
    {
        foreach (var watcher in run.Watchers)
        {
            watcher.End(error);
        }

        foreach (var waiter in run.Waiters)
        {
            waiter.TrySetException(error);
        }

        foreach (var cancel in run.Cancels)
        {
            cancel.Done.TrySetException(error);
        }
    }

    private static string ErrorOf(DispatchRun run)
    {
        var named = run.Failures.Take(MostNamedFailures).Select(f => $"node {f.Node} '{run.Graph.NameOf(f.Node)}' ({f.Failure.Message})");
        var more = run.Machine.FailedCount - Math.Min(run.Failures.Count, MostNamedFailures);
        return $"{run.Machine.FailedCount} of {run.Graph.NodeCount} nodes failed: {string.Join("; ", named)}{(more > 0 ? $"; and {more} more" : "")}.";
    }

    // Somebody else registered the same id between our look and our commit: theirs is the one that counts.
    private void ForgetRefusedRegistrations()
    {
        foreach (var registration in _batch.Registrations)
        {
            if (registration.WasKnown && _runs.TryGetValue(registration.Key.Id, out var run) && ReferenceEquals(run.Key, registration.Key))
            {
                _runs.Remove(run.Id);
                foreach (var attempt in run.InFlight.Values)
                {
                    attempt.Lane.Starting.Remove(attempt);
                    attempt.Lane.Release(0);
                }

                run.Machine.Abort();
            }
        }
    }

    private static void Tell(DispatchRun run, DispatchEvent e)
    {
        foreach (var watcher in run.Watchers)
        {
            watcher.Tell(e);
        }
    }

    private void TellAfterCommit(DispatchRun run, DispatchEvent e) => _effects.Add(new Effect(() => Tell(run, e)));

    private static EncodedValue Encoded(StoredValue value) => value.Codec is null ? default : new EncodedValue(value.Codec, value.Inline);

    private static OutcomeAssets? AssetsOf(StoredValue value) => value.Asset is null ? null : new OutcomeAssets { Result = value.Asset };
}
