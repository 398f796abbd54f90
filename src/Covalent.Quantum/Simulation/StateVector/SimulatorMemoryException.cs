namespace Covalent.Quantum.Simulation.StateVector;

/// <summary>A state does not fit into the memory of this machine. Thrown before anything is allocated.</summary>
internal sealed class SimulatorMemoryException(long requiredBytes, long availableBytes) : CovalentException(
    $"The state needs {requiredBytes / 1048576.0:F0} MiB, this process may use {availableBytes / 1048576.0:F0} MiB. "
    + "Use single precision (half the memory), fewer wires, or a larger machine.")
{
    /// <summary>Bytes the state needs.</summary>
    public long RequiredBytes { get; } = requiredBytes;

    /// <summary>Bytes this process may use.</summary>
    public long AvailableBytes { get; } = availableBytes;
}
