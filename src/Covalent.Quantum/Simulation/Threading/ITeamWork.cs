namespace Covalent.Quantum.Simulation.Threading;

/// <summary>
/// Work that several threads take parts of. Nobody is waited for who has not taken a part: on a busy machine a thread that comes late
/// finds its share done by the others.
/// </summary>
internal interface ITeamWork
{
    /// <summary>
    /// Takes parts until none are left. On the calling thread of the team (<paramref name="member"/> 0) it returns when the whole work
    /// is complete; nothing but counters may be touched without having taken a part. Must not throw.
    /// </summary>
    void Run(int member);
}
