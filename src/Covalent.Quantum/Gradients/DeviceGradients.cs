using Covalent.Quantum.Gradients;

namespace Covalent.Quantum;

/// <summary>Derivatives of circuits. Columns are the circuit's inputs when it was built from <see cref="Parameters"/>, otherwise all its
/// parameters in order.</summary>
public static class DeviceGradients
{
    /// <summary>Derivatives of a circuit with a single real result.</summary>
    /// <param name="device">Where the circuits run.</param>
    /// <param name="circuit">A circuit with one Expval or Var.</param>
    /// <param name="inputs">The inputs to differentiate at; null: the numbers the circuit has.</param>
    /// <param name="options">How; null: the best method.</param>
    /// <param name="cancellationToken">Stops between circuits.</param>
    /// <exception cref="ArgumentException">The circuit has several results; use <see cref="Jacobian"/>.</exception>
    /// <exception cref="NotSupportedException">The method cannot differentiate this circuit; the message says which can.</exception>
    public static double[] Gradient(
        this Device device, Circuit circuit, double[]? inputs = null, GradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        var jacobian = device.Jacobian(circuit, inputs, options, cancellationToken);
        return jacobian.GetLength(0) == 1
            ? [.. Enumerable.Range(0, jacobian.GetLength(1)).Select(p => jacobian[0, p])]
            : throw new ArgumentException($"The circuit has {jacobian.GetLength(0)} results; a gradient belongs to one. Use Jacobian.", nameof(circuit));
    }

    /// <summary>Derivatives of all results, flattened in order: results × parameters.</summary>
    /// <inheritdoc cref="Gradient"/>
    public static double[,] Jacobian(
        this Device device, Circuit circuit, double[]? inputs = null, GradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(circuit);
        var bound = inputs is null ? circuit : circuit.InputCount > 0 ? circuit.Bind(inputs) : circuit.WithParameters(inputs);
        var flat = FlatJacobian.Of(device, bound, options ?? new GradientOptions(), cancellationToken);
        return circuit.InputCount == 0 ? flat : InputChain.Apply(flat, bound, InputsOf(circuit, inputs));
    }

    /// <summary>Second derivatives of a circuit with a single Expval, by shift rules applied twice: parameters × parameters, symmetric.</summary>
    /// <inheritdoc cref="Gradient"/>
    public static double[,] Hessian(
        this Device device, Circuit circuit, double[]? inputs = null, GradientOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(circuit);
        var bound = inputs is null ? circuit : circuit.InputCount > 0 ? circuit.Bind(inputs) : circuit.WithParameters(inputs);
        var flat = FlatHessian.Of(device, bound, options ?? new GradientOptions(), cancellationToken);
        return circuit.InputCount == 0
            ? flat
            : InputChain.ApplyTwice(flat, device.Gradient(bound.WithoutInputs(), null, options, cancellationToken), bound, InputsOf(circuit, inputs));
    }

    /// <summary>
    /// The Fubini–Study metric tensor of the circuit's state, for <see cref="QNGOptimizer"/>: parameters × parameters, symmetric. Measurements do
    /// not matter. Exact, by four or more simulated states per parameter.
    /// </summary>
    /// <exception cref="DeviceException">The circuit's final state is a mixture.</exception>
    /// <inheritdoc cref="Gradient"/>
    public static double[,] MetricTensor(this Device device, Circuit circuit, double[]? inputs = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(device);
        ArgumentNullException.ThrowIfNull(circuit);
        var bound = inputs is null ? circuit : circuit.InputCount > 0 ? circuit.Bind(inputs) : circuit.WithParameters(inputs);
        var flat = Gradients.MetricTensor.Of(device, bound, cancellationToken);
        return circuit.InputCount == 0 ? flat : InputChain.ApplyBothSides(flat, bound, InputsOf(circuit, inputs));
    }

    private static double[] InputsOf(Circuit circuit, double[]? inputs) => inputs ?? throw new ArgumentNullException(
        nameof(inputs), $"The circuit has {circuit.InputCount} inputs; say at which values to differentiate.");
}
