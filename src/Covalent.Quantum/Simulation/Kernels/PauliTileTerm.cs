namespace Covalent.Quantum.Simulation.Kernels;

/// <summary>A Pauli word as seen from a tile. Native memory.</summary>
internal struct PauliTileTerm
{
    /// <summary>Coefficient, with the real factor that the Y's leave.</summary>
    public double Coefficient;

    /// <summary>Tile positions that flip; all flips lie inside the tile.</summary>
    public ulong Flips;

    /// <summary>Tile positions that give a sign.</summary>
    public ulong Signs;

    /// <summary>Index bits outside the tile that give a sign.</summary>
    public ulong OuterSigns;

    /// <summary>1 when the number of Y's is odd: the mean comes from imaginary parts.</summary>
    public int IsOdd;
}

/// <summary>The words measured while a tile is in the cache. Native memory.</summary>
internal unsafe struct PauliTileTerms
{
    public PauliTileTerm* Flipping;
    public int FlippingCount;

    /// <summary>Words of Z only.</summary>
    public PauliTileTerm* Diagonal;
    public int DiagonalCount;
}
