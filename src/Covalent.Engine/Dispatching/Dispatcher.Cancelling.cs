using Covalent.Engine.State;

namespace Covalent.Engine.Dispatching;

/// <content>Cancelling what this engine runs.</content>
internal sealed partial class Dispatcher
{
    /// <summary>Cancels a dispatch, or some of its nodes.</summary>
    /// <returns>The report once everything has stopped or is known not to; null when this engine does not run the dispatch.</returns>
    public async Task<CancelReport?> TryCancelAsync(string dispatchId, IReadOnlyList<int>? nodes)
    {
        var operation = await AskAsync<CancelOperation?>(answer =>
        {
            ThrowIfHalted();
            var begun = _runs.TryGetValue(dispatchId, out var run) ? BeginCancel(run, nodes) : null;
            AfterCommit(answer, () => begun);
        }).ConfigureAwait(false);
        return operation is null ? null : await operation.Done.Task.ConfigureAwait(false);
    }

    private CancelOperation BeginCancel(DispatchRun run, IReadOnlyList<int>? nodes)
    {
        if (nodes?.Where(node => (uint)node >= (uint)run.Graph.NodeCount).ToList() is { Count: > 0 } unknown)
        {
            throw new ArgumentException($"Dispatch '{run.Id}' has no node {string.Join(", ", unknown)}; its nodes are 0 to {run.Graph.NodeCount - 1}.", nameof(nodes));
        }

        var operation = new CancelOperation(run, nodes);
        run.Cancels.Add(operation);
        if (nodes is null)
        {
            CancelWhole(run);
        }
        else
        {
            CancelSome(run, nodes);
        }

        operation.Begin();
        CompleteCancels(run);
        return operation;
    }

    private void CancelWhole(DispatchRun run)
    {
        if (!run.Machine.IsCancelRequested && !run.Machine.Status.IsTerminal())
        {
            _batch.CancelRequests.Add((run.Key, -1));
            Apply(run, MachineEvent.CancelAll);
        }
    }

    private void CancelSome(DispatchRun run, IReadOnlyList<int> nodes)
    {
        foreach (var node in nodes.Distinct())
        {
            if (run.Machine.Status.IsTerminal() || run.Machine.PhaseOf(node).IsTerminal())
            {
                continue;
            }

            if (run.Machine.PhaseOf(node).IsActive())
            {
                _batch.CancelRequests.Add((run.Key, node));
            }

            Apply(run, MachineEvent.CancelNode(node));
        }
    }

    private void NoteEndForCancels(DispatchRun run, int node)
    {
        foreach (var cancel in run.Cancels)
        {
            cancel.NodeEnded(node);
        }

        CompleteCancels(run);
    }

    private void CompleteCancels(DispatchRun run)
    {
        foreach (var cancel in run.Cancels.Where(c => c.HasBegun && c.IsDone).ToList())
        {
            run.Cancels.Remove(cancel);
            AfterCommit(cancel.Done, cancel.Report);
        }
    }
}
