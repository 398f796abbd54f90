using System.Numerics;

namespace Covalent.Quantum.Gradients;

/// <summary>
/// The Fubini–Study metric of a circuit's state. Amplitudes are trigonometric polynomials in every parameter, so their derivatives follow
/// exactly from a few shifted states.
/// </summary>
internal static class MetricTensor
{
    // Two generators of one circuit rarely see more than this; all results are kept at once.
    private const double LargestBytes = 8e9;

    /// <summary>By the flat parameters: Re(⟨∂ᵢψ|∂ₖψ⟩ − ⟨∂ᵢψ|ψ⟩⟨ψ|∂ₖψ⟩).</summary>
    public static double[,] Of(Device device, Circuit circuit, CancellationToken cancellationToken)
    {
        var plain = circuit.WithoutInputs().WithMeasurements(Measurement.State()).WithShots(Shots.Analytic);
        var frequencies = ParameterFrequencies.Of(plain);
        var size = (device.Wires ?? plain.Wires).Count;
        if (16.0 * (frequencies.Length + 1) * Math.Pow(2, size) > LargestBytes)
        {
            throw new NotSupportedException(
                $"The metric tensor of {frequencies.Length} parameters keeps as many states of {size} wires, more than {LargestBytes / 1e9:F0} GB. Use fewer wires, or an optimiser without a metric.");
        }

        var state = State(device, plain, cancellationToken);
        var slopes = new Complex[frequencies.Length][];
        for (var i = 0; i < slopes.Length; i++)
        {
            var highest = frequencies[i] is { } known ? known.DefaultIfEmpty(0).Max() : throw new NotSupportedException(
                $"Parameter {i} of the circuit belongs to an operation without a shift rule, so its metric is not known. Decompose the circuit first.");
            slopes[i] = Slope(device, plain, i, highest, cancellationToken);
        }

        return Metric(state, slopes);
    }

    /// <summary>The derivative of the state by one parameter. With t = θ/2 the amplitudes have whole frequencies up to 2·highest.</summary>
    private static Complex[] Slope(Device device, Circuit circuit, int parameter, double highest, CancellationToken cancellationToken)
    {
        var order = Math.Max(2, (int)Math.Ceiling(2 * highest));
        Complex[]? slope = null;
        for (var point = 1; point <= 2 * order; point++)
        {
            var at = ((2 * point) - 1) * Math.PI / (2 * order);
            var weight = (point % 2 == 1 ? 1 : -1) / (4 * order * Math.Pow(Math.Sin(at / 2), 2)) / 2;
            var shifted = State(device, circuit.Shift(parameter, 2 * at), cancellationToken);
            slope ??= new Complex[shifted.Length];
            for (var index = 0; index < slope.Length; index++)
            {
                slope[index] += weight * shifted[index];
            }
        }

        return slope!;
    }

    private static double[,] Metric(Complex[] state, Complex[][] slopes)
    {
        var along = Array.ConvertAll(slopes, slope => Inner(state, slope));
        var metric = new double[slopes.Length, slopes.Length];
        for (var row = 0; row < slopes.Length; row++)
        {
            for (var column = row; column < slopes.Length; column++)
            {
                metric[row, column] = metric[column, row] = (Inner(slopes[row], slopes[column]) - (Complex.Conjugate(along[row]) * along[column])).Real;
            }
        }

        return metric;
    }

    private static Complex Inner(Complex[] bra, Complex[] ket)
    {
        var sum = Complex.Zero;
        for (var i = 0; i < bra.Length; i++)
        {
            sum += Complex.Conjugate(bra[i]) * ket[i];
        }

        return sum;
    }

    private static Complex[] State(Device device, Circuit circuit, CancellationToken cancellationToken) =>
        (Complex[])device.Execute(circuit, new ExecutionOptions { Shots = Shots.Analytic }, cancellationToken).Get(0);
}
