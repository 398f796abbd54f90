namespace Covalent.Quantum.QElectrons;

/// <summary>One circuit and everything its run depends on.</summary>
internal sealed record CircuitJob(Circuit Circuit, string Device, Wires? Wires, Shots Shots, long Seed, long Stream);
