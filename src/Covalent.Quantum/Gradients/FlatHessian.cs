namespace Covalent.Quantum.Gradients;

/// <summary>Second derivatives by flat parameters: the shift rule of one parameter applied to the shift rule of the other.</summary>
internal static class FlatHessian
{
    public static double[,] Of(Device device, Circuit circuit, GradientOptions options, CancellationToken cancellationToken)
    {
        ResultVector.Check(circuit);
        if (circuit.Measurements is not [{ Kind: MeasurementKind.Expval }])
        {
            throw new ArgumentException("A Hessian belongs to one Expval; measure just that.", nameof(circuit));
        }

        var rules = FlatJacobian.ShiftRules(circuit);
        var terms = Terms(rules);
        var values = device.Execute([.. terms.Select(term => term.Of(circuit))], options.Execution, cancellationToken);
        var hessian = new double[rules.Length, rules.Length];
        for (var i = 0; i < terms.Count; i++)
        {
            var (first, second) = (terms[i].First, terms[i].Second);
            hessian[first, second] += terms[i].Weight * ResultVector.Of(values[i])[0];
            hessian[second, first] = hessian[first, second];
        }

        return hessian;
    }

    private static List<Term> Terms(ShiftRule[] rules)
    {
        var terms = new List<Term>();
        for (var i = 0; i < rules.Length; i++)
        {
            for (var k = i; k < rules.Length; k++)
            {
                terms.AddRange(
                    from a in Enumerable.Range(0, rules[i].Shifts.Length)
                    from b in Enumerable.Range(0, rules[k].Shifts.Length)
                    select new Term(i, k, rules[i].Shifts[a], rules[k].Shifts[b], rules[i].Coefficients[a] * rules[k].Coefficients[b]));
            }
        }

        return terms;
    }

    private readonly record struct Term(int First, int Second, double FirstShift, double SecondShift, double Weight)
    {
        public Circuit Of(Circuit circuit) => circuit.Shift(First, FirstShift).Shift(Second, SecondShift);
    }
}
