namespace Covalent.Quantum;

/// <summary>Outcomes of random Pauli measurements: for every shot and wire the basis and the bit.</summary>
/// <param name="Bits">Outcomes, shots × wires, 0 or 1.</param>
/// <param name="Recipes">Bases, shots × wires: 0 = X, 1 = Y, 2 = Z.</param>
public sealed record ClassicalShadow(int[,] Bits, int[,] Recipes);
