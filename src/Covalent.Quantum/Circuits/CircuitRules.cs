namespace Covalent.Quantum.Circuits;

/// <summary>Checks of a circuit as a whole, and the arithmetic of its parameters.</summary>
internal static class CircuitRules
{
    public static void Check(CircuitStructure structure)
    {
        var touched = new HashSet<Wire>();
        foreach (var operation in structure.Operations)
        {
            ArgumentNullException.ThrowIfNull(operation);
            if (operation is StatePreparation && operation.Wires.Any(touched.Contains))
            {
                throw new ArgumentException($"{operation.Name} on {operation.Wires} follows an operation on the same wires; a state can be prepared only at the start.");
            }

            if (operation is not Marker)
            {
                touched.UnionWith(operation.Wires);
            }
        }
    }

    public static double[][]? Rows(Parameter[] slots)
    {
        int? size = null;
        foreach (var slot in slots)
        {
            if (slot.BatchSize is { } rows && size is { } known && rows != known)
            {
                throw new ArgumentException($"The circuit has broadcast parameters of {known} and of {rows} values; all need the same number of values.");
            }

            size ??= slot.BatchSize;
        }

        return size is { } count ? [.. Enumerable.Range(0, count).Select(row => slots.Select(slot => slot.At(row)).ToArray())] : null;
    }

    public static double[] Evaluate(CircuitStructure structure, ReadOnlySpan<double> inputs)
    {
        RequireInputs(structure, inputs.Length);
        foreach (var input in inputs)
        {
            if (!double.IsFinite(input))
            {
                throw new ArgumentException($"An input of the circuit is {input}; inputs must be finite numbers.", nameof(inputs));
            }
        }

        return structure.Binding.Evaluate(inputs);
    }

    public static double[][] EvaluateRows(CircuitStructure structure, double[,] inputRows)
    {
        if (inputRows.GetLength(0) == 0)
        {
            throw new ArgumentException("The table of inputs has no rows.", nameof(inputRows));
        }

        var result = new double[inputRows.GetLength(0)][];
        var inputs = new double[inputRows.GetLength(1)];
        for (var row = 0; row < result.Length; row++)
        {
            for (var column = 0; column < inputs.Length; column++)
            {
                inputs[column] = inputRows[row, column];
            }

            result[row] = Evaluate(structure, inputs);
        }

        return result;
    }

    public static double[,] InputJacobian(CircuitStructure structure, ReadOnlySpan<double> inputs)
    {
        RequireInputs(structure, inputs.Length);
        var jacobian = new double[structure.Slots.Length, inputs.Length];
        var gradient = new double[inputs.Length];
        for (var slot = 0; slot < structure.Slots.Length; slot++)
        {
            if (structure.Slots[slot].Expression is not { } expression)
            {
                continue;
            }

            Array.Clear(gradient);
            expression.AddGradient(inputs, 1, gradient);
            for (var input = 0; input < gradient.Length; input++)
            {
                jacobian[slot, input] = gradient[input];
            }
        }

        return jacobian;
    }

    public static void RequireFinite(ReadOnlySpan<double> values, int expected)
    {
        if (values.Length != expected)
        {
            throw new ArgumentException($"The circuit has {expected} parameters, but {values.Length} values were given.", nameof(values));
        }

        foreach (var value in values)
        {
            if (!double.IsFinite(value))
            {
                throw new ArgumentException($"A parameter of the circuit would be {value}; parameters must be finite numbers.", nameof(values));
            }
        }
    }

    private static void RequireInputs(CircuitStructure structure, int given)
    {
        if (given < structure.InputCount)
        {
            throw new ArgumentException($"The circuit depends on {structure.InputCount} inputs, but {given} were given.");
        }
    }
}
