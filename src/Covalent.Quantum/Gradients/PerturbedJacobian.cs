namespace Covalent.Quantum.Gradients;

/// <summary>Simultaneous perturbation: all parameters are moved at once by random signs, two circuits per sample however many parameters there are.</summary>
internal static class PerturbedJacobian
{
    public static double[,] Of(Device device, Circuit circuit, GradientOptions options, CancellationToken cancellationToken)
    {
        var trainable = circuit.TrainableParameters;
        var random = new Random(options.Seed);
        var signs = Enumerable.Range(0, options.Samples).Select(_ => trainable.Select(_ => random.Next(2) == 0 ? -1.0 : 1.0).ToArray()).ToList();
        var circuits = signs.SelectMany(own => new[] { Moved(circuit, trainable, own, options.PerturbationStep), Moved(circuit, trainable, own, -options.PerturbationStep) }).ToList();
        var results = device.Execute(circuits, options.Execution, cancellationToken).Select(ResultVector.Of).ToList();
        var jacobian = new double[results[0].Length, circuit.ParameterValues.Length];
        for (var sample = 0; sample < signs.Count; sample++)
        {
            var (up, down) = (results[2 * sample], results[(2 * sample) + 1]);
            for (var output = 0; output < up.Length; output++)
            {
                var slope = (up[output] - down[output]) / (2 * options.PerturbationStep * signs.Count);
                for (var i = 0; i < trainable.Count; i++)
                {
                    // A sign is its own inverse.
                    jacobian[output, trainable[i]] += slope * signs[sample][i];
                }
            }
        }

        return jacobian;
    }

    private static Circuit Moved(Circuit circuit, IReadOnlyList<int> trainable, double[] signs, double step)
    {
        double[] values = [.. circuit.ParameterValues];
        for (var i = 0; i < trainable.Count; i++)
        {
            values[trainable[i]] += step * signs[i];
        }

        return circuit.WithParameters(values);
    }
}
