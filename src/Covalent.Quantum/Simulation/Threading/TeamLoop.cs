namespace Covalent.Quantum.Simulation.Threading;

/// <summary>A loop over independent chunks whose number does not depend on the threads, so that sums come out the same on any number of them.</summary>
internal sealed class TeamLoop(int chunks, Action<int> body, CancellationToken cancellationToken) : ITeamWork
{
    private PartCounter _counter;

    /// <exception cref="OperationCanceledException">Cancelled; an unknown part of the chunks was done.</exception>
    public static void Run(int chunks, int threads, Action<int> body, CancellationToken cancellationToken = default)
    {
        if (threads <= 1 || chunks <= 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                body(chunk);
            }

            return;
        }

        SimulatorTeam.Run(new TeamLoop(chunks, body, cancellationToken), threads);
        cancellationToken.ThrowIfCancellationRequested();
    }

    public void Run(int member)
    {
        while (_counter.TryTake(chunks, out int chunk))
        {
            // Threads of a team must not throw: they take the rest of the chunks and do nothing.
            if (!cancellationToken.IsCancellationRequested)
            {
                body(chunk);
            }

            _counter.Complete();
        }

        if (member == 0)
        {
            _counter.Await(chunks);
        }
    }
}
