namespace Covalent.Quantum.Circuits;

/// <summary>
/// The parameters of a circuit as functions of its inputs. Constants and scale · input + offset, nearly all parameters of real circuits,
/// are one multiply-add each; the rest is a list of trees.
/// </summary>
internal sealed class ParameterBinding
{
    private readonly int[] inputs;

    private readonly double[] scales;

    private readonly double[] offsets;

    private readonly (int Slot, ParameterExpression Expression)[] others;

    public ParameterBinding(Parameter[] slots)
    {
        inputs = new int[slots.Length];
        scales = new double[slots.Length];
        offsets = new double[slots.Length];
        var trees = new List<(int, ParameterExpression)>();
        for (var i = 0; i < slots.Length; i++)
        {
            if (slots[i].Expression is AffineExpression affine)
            {
                (inputs[i], scales[i], offsets[i]) = (affine.InputIndex, affine.Scale, affine.Offset);
                continue;
            }

            offsets[i] = slots[i].Value;
            if (slots[i].Expression is { } expression)
            {
                trees.Add((i, expression));
            }
        }

        others = [.. trees];
    }

    /// <summary>The parameter values for given inputs, of which there must be enough.</summary>
    public double[] Evaluate(ReadOnlySpan<double> values)
    {
        var result = new double[offsets.Length];
        if (values.IsEmpty)
        {
            offsets.CopyTo(result, 0);
            return result;
        }

        for (var i = 0; i < result.Length; i++)
        {
            result[i] = (scales[i] * values[inputs[i]]) + offsets[i];
        }

        foreach (var (slot, expression) in others)
        {
            result[slot] = expression.Evaluate(values);
        }

        return result;
    }
}
