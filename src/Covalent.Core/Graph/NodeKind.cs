namespace Covalent;

/// <summary>What a node of a transport graph stands for. The numbers are stored; never renumber.</summary>
public enum NodeKind : byte
{
    /// <summary>An input of the lattice: a value known when the graph is registered; completes without an executor.</summary>
    Parameter = 0,

    /// <summary>An electron: one call of one function.</summary>
    Task = 1,

    /// <summary>A call that builds a graph of its own when its inputs are known.</summary>
    Sublattice = 2,
}
