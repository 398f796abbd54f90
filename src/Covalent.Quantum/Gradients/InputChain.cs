namespace Covalent.Quantum.Gradients;

/// <summary>From derivatives by flat parameters to derivatives by the circuit's inputs.</summary>
internal static class InputChain
{
    private const double Step = 1e-5;

    public static double[,] Apply(double[,] flat, Circuit circuit, double[] inputs) => Multiply(flat, circuit.InputJacobian(inputs));

    /// <summary>Jᵀ·F·J, for what transforms like a metric.</summary>
    public static double[,] ApplyBothSides(double[,] flat, Circuit circuit, double[] inputs)
    {
        var jacobian = circuit.InputJacobian(inputs);
        return Multiply(Transpose(jacobian), Multiply(flat, jacobian));
    }

    /// <summary>H = Jᵀ·F·J + Σ gₚ·∂²p. The inner second derivatives are central differences of the exact first ones, which is exact for
    /// parameters that are products of inputs.</summary>
    public static double[,] ApplyTwice(double[,] flat, double[] gradient, Circuit circuit, double[] inputs)
    {
        var jacobian = circuit.InputJacobian(inputs);
        var hessian = Multiply(Transpose(jacobian), Multiply(flat, jacobian));
        for (var i = 0; i < inputs.Length; i++)
        {
            var up = circuit.InputJacobian(Shift(inputs, i, Step));
            var down = circuit.InputJacobian(Shift(inputs, i, -Step));
            for (var k = 0; k < inputs.Length; k++)
            {
                for (var p = 0; p < gradient.Length; p++)
                {
                    hessian[i, k] += gradient[p] * (up[p, k] - down[p, k]) / (2 * Step);
                }
            }
        }

        return hessian;
    }

    private static double[] Shift(double[] inputs, int index, double by) => [.. inputs.Select((value, i) => i == index ? value + by : value)];

    private static double[,] Transpose(double[,] a)
    {
        var result = new double[a.GetLength(1), a.GetLength(0)];
        for (var i = 0; i < a.GetLength(0); i++)
        {
            for (var k = 0; k < a.GetLength(1); k++)
            {
                result[k, i] = a[i, k];
            }
        }

        return result;
    }

    private static double[,] Multiply(double[,] left, double[,] right)
    {
        var result = new double[left.GetLength(0), right.GetLength(1)];
        for (var i = 0; i < result.GetLength(0); i++)
        {
            for (var k = 0; k < result.GetLength(1); k++)
            {
                for (var j = 0; j < left.GetLength(1); j++)
                {
                    result[i, k] += left[i, j] * right[j, k];
                }
            }
        }

        return result;
    }
}
