namespace Covalent.Quantum.Gradients;

/// <summary>Variances are differentiated as ∂Var = ∂⟨O²⟩ − 2⟨O⟩∂⟨O⟩, since only expectation values obey shift rules.</summary>
internal sealed class VarianceTerms
{
    private readonly List<(int Output, int Mean, int Square)> _variances = [];
    private readonly List<int> _columns = [];

    private VarianceTerms(Circuit linear) => Linear = linear;

    /// <summary>The circuit with every variance replaced by the means of the observable and of its square.</summary>
    public Circuit Linear { get; private set; }

    public static VarianceTerms Split(Circuit circuit)
    {
        var terms = new VarianceTerms(circuit);
        if (circuit.Measurements.All(m => m.Kind != MeasurementKind.Var))
        {
            return terms;
        }

        var linear = new List<Measurement>();
        var output = 0;
        var column = 0;
        foreach (var measurement in circuit.Measurements)
        {
            if (measurement is { Kind: MeasurementKind.Var, Observable: { } observable })
            {
                terms._variances.Add((output++, column, column + 1));
                linear.AddRange([Measurement.Expval(observable), Measurement.Expval(observable * observable)]);
                column += 2;
                terms._columns.Add(-1);
            }
            else if (measurement.Kind == MeasurementKind.Expval)
            {
                linear.Add(measurement);
                terms._columns.Add(column++);
                output++;
            }
            else
            {
                throw new ArgumentException($"{measurement} cannot be differentiated beside or as a variance; put it into a circuit of its own.", nameof(circuit));
            }
        }

        terms.Linear = circuit.WithMeasurements(linear);
        return terms;
    }

    public double[,] Join(double[] values, double[,] jacobian)
    {
        if (_variances.Count == 0)
        {
            return jacobian;
        }

        var joined = new double[_columns.Count, jacobian.GetLength(1)];
        for (var p = 0; p < joined.GetLength(1); p++)
        {
            for (var output = 0; output < _columns.Count; output++)
            {
                if (_columns[output] >= 0)
                {
                    joined[output, p] = jacobian[_columns[output], p];
                }
            }

            foreach (var (output, mean, square) in _variances)
            {
                joined[output, p] = jacobian[square, p] - (2 * values[mean] * jacobian[mean, p]);
            }
        }

        return joined;
    }
}
