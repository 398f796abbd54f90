namespace Covalent.Executors.Local;

/// <summary>Tasks of one bundle that no worker has yet.</summary>
internal sealed class WaitingTasks(string bundleId)
{
    public string BundleId => bundleId;

    public LinkedList<PoolTask> Tasks { get; } = [];

    /// <summary>Tasks whose earlier attempts took their process down: each gets a worker for itself.</summary>
    public LinkedList<PoolTask> Suspects { get; } = [];

    /// <summary>Workers being started for these tasks.</summary>
    public int Starting { get; set; }

    /// <summary>Starts that failed since the last one that did not.</summary>
    public int FailedStarts { get; set; }

    public int Count => Tasks.Count + Suspects.Count;

    public void Add(PoolTask task) => (task.Attempt.IsSuspect ? Suspects : Tasks).AddLast(task);

    /// <summary>Tasks that were given back go first again.</summary>
    public void AddFirst(PoolTask task) => (task.Attempt.IsSuspect ? Suspects : Tasks).AddFirst(task);

    public bool Remove(PoolTask task) => (task.Attempt.IsSuspect ? Suspects : Tasks).Remove(task);

    public List<PoolTask> TakeAll()
    {
        List<PoolTask> all = [.. Suspects, .. Tasks];
        Suspects.Clear();
        Tasks.Clear();
        return all;
    }
}
