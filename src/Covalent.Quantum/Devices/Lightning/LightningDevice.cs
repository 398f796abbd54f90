using Covalent.Quantum.Gradients;
using Covalent.Quantum.Measurements;
using Covalent.Quantum.Simulation.Adjoint;
using Covalent.Quantum.Simulation.Kernels;
using Covalent.Quantum.Simulation.StateVector;

namespace Covalent.Quantum.Devices.Lightning;

/// <summary><c>lightning.qubit</c>: the shell all simulators share, and gradients by walking backwards.</summary>
internal sealed class LightningDevice(Device device) : IQuantumDevice, IAdjointDevice
{
    private readonly LightningStateFactory factory = new(device);

    private readonly SimulatorDevice shell = new(device, new LightningStateFactory(device));

    public string Name => shell.Name;

    public IReadOnlyList<CircuitResult> Execute(IReadOnlyList<Circuit> circuits, ExecutionOptions options, CancellationToken cancellationToken) =>
        shell.Execute(circuits, options, cancellationToken);

    public string? WhyNotAdjoint(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        if (circuit.BatchSize is not null)
        {
            return "its parameters are broadcast.";
        }

        foreach (var measurement in circuit.Measurements)
        {
            if (measurement.Kind != MeasurementKind.Expval || measurement.Observable is null)
            {
                return $"{measurement} is no expectation value of an observable.";
            }

            if (PauliSumOf.WhyNot(measurement.Observable) is { } reason)
            {
                return reason;
            }
        }

        return Job(circuit).Plan.OnlyProgram is null ? "it measures or resets wires on the way." : null;
    }

    public (double[] Values, double[,] Jacobian) Adjoint(Circuit circuit, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        cancellationToken.ThrowIfCancellationRequested();
        var plan = Job(circuit).Plan;
        MemoryRules.RequireState(factory, plan.Qubits + (circuit.Measurements.Count > 1 ? 2 : 1));
        var sums = circuit.Measurements.Select(measurement => PauliSumOf.Observable(measurement.Observable!, plan.Register)).ToList();
        var parameters = circuit.Row(0);
        var initial = plan.Initial;
        using var state = new StateVector(Math.Max(1, plan.Qubits), KernelTable.Get(KernelTable.Best, device.Precision)) { CancellationToken = cancellationToken };
        if (initial.Amplitudes is not null)
        {
            state.Load(initial.Amplitudes);
        }

        ulong? basisState = initial.Amplitudes is null ? initial.BasisState : null;
        using var loan = LightningPlans.Of(plan.OnlyProgram!).Borrow(state.Kernels, basisState, state.Layout, parameters);
        var gradient = loan.Gradient;
        gradient.Bind(parameters);
        var means = gradient.Run(state, [.. sums.Select(static sum => sum.Terms)], parameters.Length, device.Threads ?? Environment.ProcessorCount, out var jacobian);
        for (var i = 0; i < means.Length; i++)
        {
            means[i] += sums[i].Constant;
        }

        return (means, jacobian);
    }

    private CircuitJob Job(Circuit circuit) => CircuitJob.Prepare(circuit, device, factory, new() { Shots = Shots.Analytic });
}
