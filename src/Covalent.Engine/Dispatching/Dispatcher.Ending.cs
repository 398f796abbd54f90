using Covalent.Engine.Diagnostics;

namespace Covalent.Engine.Dispatching;

/// <content>The end of a dispatch, and who hears of it.</content>
internal sealed partial class Dispatcher
{
    private const int MostNamedFailures = 5;

    private void End(DispatchRun run, Status status)
    {
        NoteChange(run);
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

        run.Values.Release();

        var last = new DispatchStatusChanged(run.Id, status, run.Machine.CompletedCount, run.Graph.NodeCount);
        _effects.Add(new Effect(() => Release(run, last), e => Release(run, e)));
        ObserveAfterCommit(run, last);
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
}
