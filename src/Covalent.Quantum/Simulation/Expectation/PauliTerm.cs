namespace Covalent.Quantum.Simulation.Expectation;

/// <summary>A Pauli word with a factor: X where only <paramref name="Flips"/> is set, Z where only <paramref name="Signs"/> is, Y where both are.</summary>
internal readonly record struct PauliTerm(double Coefficient, ulong Flips, ulong Signs);
