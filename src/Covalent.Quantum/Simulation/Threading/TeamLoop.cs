namespace Covalent.Quantum.Simulation.Threading;

/// <summary>A loop over independent chunks whose number does not depend on the threads, so that sums come out the same on any number of them.</summary>
internal sealed class TeamLoop(int chunks, Action<int> body) : ITeamWork
{
    private int _next;

    public static void Run(int chunks, int threads, Action<int> body) => SimulatorTeam.Run(new TeamLoop(chunks, body), Math.Min(threads, chunks) > 1 ? threads : 1);

    public void Run(TeamMember member)
    {
        for (int chunk = Interlocked.Increment(ref _next) - 1; chunk < chunks; chunk = Interlocked.Increment(ref _next) - 1)
        {
            body(chunk);
        }
    }
}
