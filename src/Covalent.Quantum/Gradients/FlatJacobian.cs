namespace Covalent.Quantum.Gradients;

/// <summary>Derivatives of a circuit's results by its flat parameters: outputs × parameters. All circuits go to the device in one call.</summary>
internal static class FlatJacobian
{
    public static double[,] Of(Device device, Circuit circuit, GradientOptions options, CancellationToken cancellationToken)
    {
        ResultVector.Check(circuit);
        var method = options.Method == GradientMethod.Best ? Choose(device, circuit) : options.Method;
        if (method == GradientMethod.FiniteDifference)
        {
            return Shifted(device, circuit, FiniteRules(circuit, options.Step), options, cancellationToken).Jacobian;
        }

        if (method == GradientMethod.SimultaneousPerturbation)
        {
            return PerturbedJacobian.Of(device, circuit, options, cancellationToken);
        }

        var terms = VarianceTerms.Split(circuit);
        var (values, jacobian) = method switch
        {
            GradientMethod.Adjoint => Adjoint(device, terms.Linear, cancellationToken),
            GradientMethod.HadamardTest => HadamardTestJacobian.Of(device, terms.Linear, options, cancellationToken),
            _ => Shifted(device, terms.Linear, ShiftRules(circuit), options, cancellationToken),
        };
        return terms.Join(values, jacobian);
    }

    /// <summary>One rule per flat parameter; parameters that are not trainable get an empty one.</summary>
    public static ShiftRule[] ShiftRules(Circuit circuit)
    {
        var frequencies = ParameterFrequencies.Of(circuit);
        var rules = Enumerable.Repeat(new ShiftRule([], []), frequencies.Length).ToArray();
        foreach (var p in circuit.TrainableParameters)
        {
            rules[p] = ShiftRule.For(frequencies[p] ?? throw new NotSupportedException(
                $"Parameter {p} ({OwnerOf(circuit, p)}) has no shift rule. Use GradientMethod.Adjoint on lightning.qubit or GradientMethod.FiniteDifference, or write the operation with rotations."));
        }

        return rules;
    }

    private static GradientMethod Choose(Device device, Circuit circuit)
    {
        var isAnalytic = (circuit.Shots ?? device.Shots).IsAnalytic;
        if (isAnalytic && device.Simulator is IAdjointDevice adjoint && adjoint.WhyNotAdjoint(circuit) is null)
        {
            return GradientMethod.Adjoint;
        }

        var frequencies = ParameterFrequencies.Of(circuit);
        return circuit.TrainableParameters.All(p => frequencies[p] is not null) ? GradientMethod.ParameterShift : GradientMethod.FiniteDifference;
    }

    private static (double[] Values, double[,] Jacobian) Adjoint(Device device, Circuit circuit, CancellationToken cancellationToken)
    {
        if (device.Simulator is not IAdjointDevice adjoint)
        {
            throw new NotSupportedException($"Device {device.Name} does not differentiate by the adjoint method; use lightning.qubit, or GradientMethod.ParameterShift.");
        }

        if (!(circuit.Shots ?? device.Shots).IsAnalytic)
        {
            throw new NotSupportedException("The adjoint method needs exact results and this circuit is sampled; use GradientMethod.ParameterShift, or Shots.Analytic.");
        }

        return adjoint.WhyNotAdjoint(circuit) is { } reason
            ? throw new NotSupportedException($"The adjoint method cannot differentiate this circuit: {reason} Use GradientMethod.ParameterShift.")
            : adjoint.Adjoint(circuit, cancellationToken);
    }

    private static (double[] Values, double[,] Jacobian) Shifted(
        Device device, Circuit circuit, ShiftRule[] rules, GradientOptions options, CancellationToken cancellationToken)
    {
        var circuits = new List<Circuit> { circuit };
        circuits.AddRange(from p in Enumerable.Range(0, rules.Length) from shift in rules[p].Shifts select circuit.Shift(p, shift));
        var results = device.Execute(circuits, options.Execution, cancellationToken);
        var values = ResultVector.Of(results[0]);
        var jacobian = new double[values.Length, rules.Length];
        var next = 1;
        for (var p = 0; p < rules.Length; p++)
        {
            foreach (var coefficient in rules[p].Coefficients)
            {
                var shifted = ResultVector.Of(results[next++]);
                for (var output = 0; output < shifted.Length; output++)
                {
                    jacobian[output, p] += coefficient * shifted[output];
                }
            }
        }

        return (values, jacobian);
    }

    private static ShiftRule[] FiniteRules(Circuit circuit, double step)
    {
        var trainable = circuit.TrainableParameters.ToHashSet();
        return [.. Enumerable.Range(0, circuit.ParameterValues.Length)
            .Select(p => trainable.Contains(p) ? new ShiftRule([0.5 / step, -0.5 / step], [step, -step]) : new ShiftRule([], []))];
    }

    private static string OwnerOf(Circuit circuit, int parameter)
    {
        var index = Array.FindLastIndex(circuit.Structure.Offsets, offset => offset <= parameter);
        return circuit.Structure.Operations[Math.Min(index, circuit.Structure.Operations.Length - 1)].ToString();
    }
}
