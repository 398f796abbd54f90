namespace Covalent.Core.Results;

/// <summary>Turns the events of a dispatch into progress, without asking the dispatcher again.</summary>
internal sealed class ProgressCounter
{
    private DispatchProgress _progress;

    public ProgressCounter(DispatchSnapshot start) =>
        _progress = new DispatchProgress(start.DispatchId, start.Name, start.Status, start.CompletedCount, start.NodeCount) { FailedCount = start.FailedCount };

    public DispatchProgress Current => _progress;

    /// <summary>Takes in an event; false when it changes nothing that progress shows.</summary>
    public bool Apply(DispatchEvent e)
    {
        var next = e switch
        {
            // Counts in a status are absolute; they correct what was counted from single nodes.
            DispatchStatusChanged s => _progress with { Status = s.Status, CompletedCount = s.CompletedCount, NodeCount = s.NodeCount },
            NodeStatusChanged { Status: Status.Completed } => _progress with { CompletedCount = Math.Min(_progress.NodeCount, _progress.CompletedCount + 1) },
            NodeStatusChanged { Status: Status.Failed } => _progress with { FailedCount = _progress.FailedCount + 1 },
            NodeProgressed p => _progress with { Electron = p },
            _ => _progress,
        };
        var changed = next != _progress;
        _progress = next;
        return changed;
    }
}
