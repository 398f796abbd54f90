namespace Covalent.Quantum;

/// <summary>Runs circuits on this machine. Safe to call from several threads at once.</summary>
public interface IQuantumDevice
{
    /// <summary>The device's name, such as <c>lightning.qubit</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Runs circuits; results are in the order of the circuits. Circuit <c>i</c> samples from part <c>i</c> of the options' stream, so the
    /// bits do not depend on the number of threads or on the other circuits.
    /// </summary>
    /// <exception cref="DeviceException">A circuit cannot run on this device.</exception>
    IReadOnlyList<CircuitResult> Execute(IReadOnlyList<Circuit> circuits, ExecutionOptions options, CancellationToken cancellationToken);
}
