namespace Covalent.Quantum.QElectrons;

/// <summary>One circuit and everything its run depends on.</summary>
internal sealed record CircuitJob(Circuit Circuit, string Device, Wires? Wires, Shots Shots, long Seed, long Stream)
{
    /// <summary>The executor class that runs it in a child process; null for the simulators.</summary>
    public CustomRunner? Runner { get; init; }
}

/// <summary>An executor class of the application and its settings.</summary>
internal sealed record CustomRunner(string Type, string Settings);
