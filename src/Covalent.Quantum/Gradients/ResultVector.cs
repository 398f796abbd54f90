namespace Covalent.Quantum.Gradients;

/// <summary>Results of a circuit as one vector of real numbers: expectation values and variances one entry, probabilities one per outcome.</summary>
internal static class ResultVector
{
    public static double[] Of(CircuitResult result)
    {
        var entries = new List<double>();
        for (var i = 0; i < result.Measurements.Count; i++)
        {
            Append(entries, result.Get(i), result.Measurements[i]);
        }

        return [.. entries];
    }

    public static void Check(Circuit circuit)
    {
        if (circuit.BatchSize is not null)
        {
            throw new ArgumentException("A broadcast circuit has no single gradient; call Unbatch and take the gradient of each row.", nameof(circuit));
        }

        if (circuit.Shots is { IsVector: true })
        {
            throw new ArgumentException("Gradients are not taken over a shot vector; run the circuit once for each number of shots.", nameof(circuit));
        }

        if (circuit.Measurements.Count == 0)
        {
            throw new ArgumentException("The circuit measures nothing, so there is nothing to differentiate; add Expval, Var or Probs.", nameof(circuit));
        }

        foreach (var measurement in circuit.Measurements)
        {
            if (measurement.Kind is not (MeasurementKind.Expval or MeasurementKind.Var or MeasurementKind.Probs))
            {
                throw new ArgumentException($"{measurement} has no derivative; use Expval, Var or Probs.", nameof(circuit));
            }
        }
    }

    private static void Append(List<double> entries, object value, Measurement measurement)
    {
        switch (value)
        {
            case double number:
                entries.Add(number);
                break;
            case double[] numbers:
                entries.AddRange(numbers);
                break;
            default:
                throw new InvalidOperationException($"{measurement} gave a {value.GetType()}, which is no real vector.");
        }
    }
}
