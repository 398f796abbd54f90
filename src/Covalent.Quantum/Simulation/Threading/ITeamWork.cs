namespace Covalent.Quantum.Simulation.Threading;

/// <summary>Work that all members of a team run together; members meet at barriers.</summary>
internal interface ITeamWork
{
    /// <summary>Runs one member's share. Must reach every barrier on every member and must not throw.</summary>
    void Run(TeamMember member);
}

/// <summary>One thread's place in a team.</summary>
internal readonly struct TeamMember(SimulatorTeam? team, int index, int count)
{
    /// <summary>0 for the calling thread.</summary>
    public int Index { get; } = index;

    /// <summary>Number of members that run this work.</summary>
    public int Count { get; } = count;

    /// <summary>Waits until all members are here.</summary>
    public void Meet() => team?.Meet();

    /// <summary>This member's share of 0 … total.</summary>
    public (nint From, nint To) Share(nint total) => ((nint)((Int128)total * Index / Count), (nint)((Int128)total * (Index + 1) / Count));
}
