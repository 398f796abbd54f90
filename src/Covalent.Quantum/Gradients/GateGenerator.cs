using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gradients;

/// <summary>The Hermitian G with ∂U/∂θ = −i·U·G at a gate's present parameters, as Pauli words.</summary>
internal static class GateGenerator
{
    private const int MaximumWires = 5;

    private const double Step = 0.02;

    // Central differences of order 8: at this step their error is below 1e-13 for the frequencies of gates.
    private static readonly double[] Weights = [4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280];

    public static IReadOnlyList<(double Coefficient, PauliWord Word)> Of(Operation operation, int parameter)
    {
        double[] values = [.. operation.Parameters.Select(static own => own.Value)];
        if (operation.Form(values) is { Kind: GateFormKind.PauliRotation, ControlValues.Length: 0 } rotation && rotation.Word.Length == operation.Wires.Count)
        {
            // The angle is a multiple of the parameter.
            var slope = operation.Form(Shifted(values, parameter, 1))!.Angle - rotation.Angle;
            return [(slope / 2, new PauliWord(rotation.Word, operation.Wires))];
        }

        if (operation.Wires.Count > MaximumWires)
        {
            throw new NotSupportedException($"{operation} acts on {operation.Wires.Count} wires; the Hadamard test finds generators up to {MaximumWires}. Use GradientMethod.ParameterShift or Adjoint, or decompose the operation.");
        }

        return [.. Words(Matrix(operation, values, parameter), operation.Wires)];
    }

    private static SquareMatrix Matrix(Operation operation, double[] values, int parameter)
    {
        var derivative = new SquareMatrix(1 << operation.Wires.Count);
        for (var i = 0; i < Weights.Length; i++)
        {
            var distance = (i + 1) * Step;
            derivative = derivative
                .Add(At(operation, values, parameter, distance).Scale(Weights[i] / Step))
                .Add(At(operation, values, parameter, -distance).Scale(-Weights[i] / Step));
        }

        return At(operation, values, parameter, 0).Adjoint().Multiply(derivative).Scale(Complex.ImaginaryOne);
    }

    private static SquareMatrix At(Operation operation, double[] values, int parameter, double shift) =>
        operation.WithParameters([.. Shifted(values, parameter, shift).Select(static value => (Parameter)value)]).UnitaryMatrix();

    private static double[] Shifted(double[] values, int parameter, double shift)
    {
        double[] shifted = [.. values];
        shifted[parameter] += shift;
        return shifted;
    }

    private static IEnumerable<(double Coefficient, PauliWord Word)> Words(SquareMatrix generator, Wires wires)
    {
        // Word 0 is the identity, a global phase.
        for (var number = 1; number < 1 << (2 * wires.Count); number++)
        {
            var letters = string.Create(wires.Count, number, static (span, code) =>
            {
                for (var i = 0; i < span.Length; i++)
                {
                    span[i] = "IXYZ"[(code >> (2 * i)) & 3];
                }
            });
            var coefficient = PauliMatrices.Word(letters).Multiply(generator).Trace().Real / generator.Size;
            if (Math.Abs(coefficient) > 1e-11)
            {
                yield return (coefficient, new PauliWord(letters, wires));
            }
        }
    }
}
