using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary>The states of <c>lightning.qubit</c>, in the device's precision and on its threads.</summary>
internal sealed class LightningStateFactory(Device device) : IStateFactory
{
    private readonly KernelSet kernels = KernelTable.Get(KernelTable.Best, device.Precision);

    private readonly int threads = device.Threads ?? Environment.ProcessorCount;

    public string Name => "lightning.qubit";

    public bool IsMixed => false;

    public int MaximumQubits => 40;

    public double BytesFor(int qubits) => (device.Precision == Precision.Double ? 16 : 8) * Math.Pow(2, qubits);

    public double NegligibleProbability => device.Precision == Precision.Double ? 1e-15 : 1e-11;

    public IQuantumState Create(int qubits, CancellationToken cancellationToken) => new LightningState(qubits, kernels, threads, cancellationToken);
}
