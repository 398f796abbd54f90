namespace Covalent.Quantum.Simulation.Threading;

/// <summary>A loop over independent chunks whose number does not depend on the threads, so that sums come out the same on any number of them.</summary>
internal sealed class TeamLoop(int chunks, Action<int> body) : ITeamWork
{
    private PartCounter _counter;

    public static void Run(int chunks, int threads, Action<int> body)
    {
        if (threads <= 1 || chunks <= 1)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                body(chunk);
            }

            return;
        }

        SimulatorTeam.Run(new TeamLoop(chunks, body), threads);
    }

    public void Run(int member)
    {
        while (_counter.TryTake(chunks, out int chunk))
        {
            body(chunk);
            _counter.Complete();
        }

        if (member == 0)
        {
            _counter.Await(chunks);
        }
    }
}
