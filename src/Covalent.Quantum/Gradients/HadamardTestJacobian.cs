namespace Covalent.Quantum.Gradients;

/// <summary>
/// Hadamard test: with one more wire in superposition, a controlled generator before the gate and Y of that wire beside the observable, the
/// derivative is itself an expectation value. One circuit per Pauli word of a generator, no shifts.
/// </summary>
internal static class HadamardTestJacobian
{
    public static (double[] Values, double[,] Jacobian) Of(Device device, Circuit circuit, GradientOptions options, CancellationToken cancellationToken)
    {
        if (circuit.Measurements.FirstOrDefault(static measurement => measurement.Kind != MeasurementKind.Expval || measurement.Observable is null) is { } other)
        {
            throw new NotSupportedException($"The Hadamard test differentiates expectation values of observables, and {other} is none. Use GradientMethod.ParameterShift.");
        }

        var spare = SpareWire(device, circuit);
        var circuits = new List<Circuit> { circuit };
        var uses = new List<(int Parameter, double Factor)>();
        foreach (var parameter in circuit.TrainableParameters)
        {
            foreach (var (coefficient, word) in Generator(circuit, parameter, out var place))
            {
                circuits.Add(Test(circuit, place, word, spare));
                uses.Add((parameter, 2 * coefficient));
            }
        }

        var results = device.Execute(circuits, options.Execution, cancellationToken);
        var values = ResultVector.Of(results[0]);
        var jacobian = new double[values.Length, circuit.ParameterValues.Length];
        for (var i = 0; i < uses.Count; i++)
        {
            var tested = ResultVector.Of(results[i + 1]);
            for (var output = 0; output < tested.Length; output++)
            {
                jacobian[output, uses[i].Parameter] += uses[i].Factor * tested[output];
            }
        }

        return (values, jacobian);
    }

    private static IReadOnlyList<(double Coefficient, PauliWord Word)> Generator(Circuit circuit, int parameter, out int place)
    {
        var offsets = circuit.Structure.Offsets;
        place = Array.FindLastIndex(offsets, offset => offset <= parameter);
        var operation = circuit.Operations[place];
        return operation.IsUnitary
            ? GateGenerator.Of(operation, parameter - offsets[place])
            : throw new NotSupportedException($"{operation} is no unitary gate; the Hadamard test differentiates those only. Use GradientMethod.FiniteDifference.");
    }

    private static Circuit Test(Circuit circuit, int place, PauliWord word, Wire spare)
    {
        var operations = new List<Operation>(circuit.Operations.Count + 1 + word.Letters.Length);
        operations.AddRange(circuit.Operations.Take(place));
        operations.Add(new Gate(GateKind.Hadamard, spare));
        for (var i = 0; i < word.Letters.Length; i++)
        {
            if (word.Letters[i] != 'I')
            {
                var kind = word.Letters[i] == 'X' ? GateKind.CNOT : word.Letters[i] == 'Y' ? GateKind.CY : GateKind.CZ;
                operations.Add(new Gate(kind, [spare, word.Wires[i]]));
            }
        }

        operations.AddRange(circuit.Operations.Skip(place));
        return new(operations, circuit.Measurements.Select(measurement => Measurement.Expval(Observable.Y(spare) * measurement.Observable!)), circuit.Shots);
    }

    private static Wire SpareWire(Device device, Circuit circuit)
    {
        if (device.Wires is null)
        {
            Wire own = "hadamard-test";
            return circuit.Wires.Contains(own) ? throw new NotSupportedException($"The Hadamard test needs the wire name {own} for itself; rename the circuit's wire.") : own;
        }

        foreach (var wire in device.Wires)
        {
            if (!circuit.Wires.Contains(wire))
            {
                return wire;
            }
        }

        throw new NotSupportedException($"The Hadamard test needs one wire more than the circuit uses, and the device has only {device.Wires}; declare another, or leave the device's wires out.");
    }
}
