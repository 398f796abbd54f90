namespace Covalent.Quantum.QElectrons;

/// <summary>Gives every circuit to its executor, one submission per executor, and puts the futures back into the circuits' order.</summary>
internal static class QServer
{
    public static IReadOnlyList<QFuture<QResult>> Submit(IReadOnlyList<Circuit> circuits, IReadOnlyList<BaseQExecutor> executors, QBatch batch)
    {
        var futures = new QFuture<QResult>[circuits.Count];
        foreach (var group in Enumerable.Range(0, circuits.Count).GroupBy(i => executors[i], ReferenceEqualityComparer.Instance))
        {
            int[] places = [.. group];
            var part = batch with { Streams = [.. places.Select(i => batch.Streams[i])] };
            var submitted = Submit((BaseQExecutor)group.Key!, [.. places.Select(i => circuits[i])], part);
            for (var i = 0; i < places.Length; i++)
            {
                futures[places[i]] = submitted[i];
            }
        }

        return futures;
    }

    // An executor that refuses a whole submission fails its own circuits; those of the others go on.
    private static IReadOnlyList<QFuture<QResult>> Submit(BaseQExecutor executor, IReadOnlyList<Circuit> circuits, QBatch batch)
    {
        try
        {
            var futures = executor.BatchSubmit(circuits, batch);
            return futures.Count == circuits.Count ? futures : throw new InvalidOperationException(
                $"Executor {executor.Name} returned {futures.Count} futures for {circuits.Count} circuits; BatchSubmit must return one for each.");
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return [.. circuits.Select(_ => new QFuture<QResult>(Task.FromException<QResult>(e)))];
        }
    }
}
