namespace Covalent.Quantum.Devices;

/// <summary>One way a circuit can have gone: the state at its end, the bits measured on the way, and how likely it was.</summary>
internal sealed record Branch(double Weight, IQuantumState State, bool[] Bits);
