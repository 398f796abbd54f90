namespace Covalent.Quantum.Gates;

/// <summary>Refuses wrong wire counts and numbers that are not finite, naming the gate.</summary>
internal static class Arguments
{
    public static void RequireWires(string gate, Wires wires, int? expected)
    {
        if (expected is { } count && wires.Count != count)
        {
            throw new ArgumentException($"{gate} acts on {count} wire{(count == 1 ? "" : "s")}, but {wires.Count} were given: {wires}.", nameof(wires));
        }
    }

    public static void RequireParameters(string gate, ReadOnlySpan<Parameter> parameters, int expected)
    {
        if (parameters.Length != expected)
        {
            throw new ArgumentException($"{gate} takes {expected} parameter{(expected == 1 ? "" : "s")}, but {parameters.Length} were given.", nameof(parameters));
        }

        foreach (var parameter in parameters)
        {
            RequireFinite(gate, parameter);
        }
    }

    public static void RequireFinite(string gate, Parameter parameter)
    {
        for (var row = 0; row < (parameter.BatchSize ?? 1); row++)
        {
            if (!double.IsFinite(parameter.At(row)))
            {
                throw new ArgumentException($"A parameter of {gate} is {parameter.At(row)}; gate parameters must be finite numbers.");
            }
        }
    }

    /// <summary>The number of wires that a table of the given size spans.</summary>
    public static int WiresOfSize(string gate, int size)
    {
        if (size < 1 || (size & (size - 1)) != 0)
        {
            throw new ArgumentException($"{gate} was given {size} rows; the number must be a power of two.");
        }

        return int.Log2(size);
    }
}
