using Covalent.Quantum.Mitigation;

namespace Covalent.Quantum;

/// <summary>How values at several strengths of noise are continued to none.</summary>
public enum Extrapolation
{
    /// <summary>A straight line through them (least squares).</summary>
    Linear,

    /// <summary>The polynomial through all of them (Richardson).</summary>
    Polynomial,

    /// <summary>A·e^{−b·scale}: values that decay to 0 and keep their sign.</summary>
    Exponential,
}

/// <summary>Zero-noise extrapolation: the circuit is made longer without changing what it does, and the results are continued back to no noise.</summary>
public static class ZeroNoise
{
    /// <summary>The circuit with about <paramref name="scale"/> times as many gates: U(U†U)^k, and the last gates once more where the scale is no odd number.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The scale is below 1.</exception>
    /// <exception cref="InvalidOperationException">An operation after the state preparation is not unitary.</exception>
    public static Circuit Fold(Circuit circuit, double scale)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        var prepared = circuit.Operations.TakeWhile(static operation => operation is StatePreparation).ToList();
        var gates = circuit.Operations.Skip(prepared.Count).Where(static operation => operation is not Marker).ToList();
        var folds = (int)Math.Round((scale - 1) / 2 * gates.Count);
        var operations = prepared.Concat(gates).ToList();
        for (; folds >= gates.Count && gates.Count > 0; folds -= gates.Count)
        {
            AddFold(operations, gates);
        }

        AddFold(operations, gates[(gates.Count - folds)..]);
        return new(operations, circuit.Measurements, circuit.Shots);
    }

    /// <summary>A mean without noise, from means at several scales.</summary>
    /// <param name="measure">Runs a circuit on noisy hardware, or on a simulator after <see cref="NoiseModel.Apply"/>.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="scales">Scales of <see cref="Fold"/>; null for 1, 2, 3.</param>
    /// <param name="extrapolation">How they are continued.</param>
    public static double Mitigate(Func<Circuit, double> measure, Circuit circuit, IReadOnlyList<double>? scales = null, Extrapolation extrapolation = Extrapolation.Polynomial)
    {
        ArgumentNullException.ThrowIfNull(measure);
        double[] used = [.. scales ?? [1, 2, 3]];
        return Extrapolate(used, Array.ConvertAll(used, scale => measure(Fold(circuit, scale))), extrapolation);
    }

    /// <summary>The value at scale 0.</summary>
    /// <exception cref="ArgumentException">There are fewer than two scales, two are equal, or an exponential is asked of values that change their sign.</exception>
    public static double Extrapolate(IReadOnlyList<double> scales, IReadOnlyList<double> values, Extrapolation extrapolation)
    {
        ArgumentNullException.ThrowIfNull(scales);
        ArgumentNullException.ThrowIfNull(values);
        if (scales.Count < 2 || scales.Count != values.Count || scales.Distinct().Count() != scales.Count)
        {
            throw new ArgumentException($"An extrapolation needs at least two different scales, each with a value; there are {scales.Count} scales and {values.Count} values.", nameof(scales));
        }

        return extrapolation switch
        {
            Extrapolation.Linear => Continuation.Linear(scales, values),
            Extrapolation.Polynomial => Continuation.Polynomial(scales, values),
            _ => Continuation.Exponential(scales, values),
        };
    }

    private static void AddFold(List<Operation> operations, List<Operation> gates)
    {
        operations.AddRange(gates.AsEnumerable().Reverse().Select(static gate => gate.Adjoint()));
        operations.AddRange(gates);
    }
}
