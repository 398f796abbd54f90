namespace Covalent.Quantum;

/// <summary>A register of an OpenQASM program. Registers follow one another in order of declaration.</summary>
/// <param name="Name">Its name in the text.</param>
/// <param name="Offset">Its first wire, or its first bit of the classical memory.</param>
/// <param name="Size">Number of wires or bits.</param>
public sealed record QasmRegister(string Name, int Offset, int Size);
