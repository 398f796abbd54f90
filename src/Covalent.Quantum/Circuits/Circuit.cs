using System.Numerics;
using Covalent.Quantum.Circuits;
using Covalent.Quantum.Drawing;
using Covalent.Quantum.Gates;
using Covalent.Quantum.OpenQasm;

namespace Covalent.Quantum;

/// <summary>
/// A quantum circuit as plain data: operations, then measurements. Immutable. <see cref="Bind(ReadOnlySpan{double})"/> gives the same circuit with other numbers
/// at the cost of copying the numbers.
/// </summary>
public sealed class Circuit : IEquatable<Circuit>
{
    private readonly double[] values;

    private readonly double[][]? rows;

    private Operation[]? operations;

    /// <summary>Makes a circuit.</summary>
    /// <param name="operations">The steps in order of time.</param>
    /// <param name="measurements">What is computed at the end.</param>
    /// <param name="shots">How it is sampled; <see langword="null"/>: as the device says.</param>
    /// <exception cref="ArgumentException">Broadcast parameters differ in length, or a state preparation follows a gate on its wires.</exception>
    public Circuit(IEnumerable<Operation> operations, IEnumerable<Measurement>? measurements = null, Shots? shots = null)
        : this(new CircuitStructure([.. operations], [.. measurements ?? []]), shots)
    {
    }

    private Circuit(CircuitStructure structure, Shots? shots)
    {
        CircuitRules.Check(structure);
        Structure = structure;
        Shots = shots;
        operations = structure.Operations;
        values = [.. structure.Slots.Select(static slot => slot.Value)];
        rows = CircuitRules.Rows(structure.Slots);
    }

    private Circuit(CircuitStructure structure, double[] values, double[][]? rows, Shots? shots)
    {
        Structure = structure;
        this.values = values;
        this.rows = rows;
        Shots = shots;
    }

    /// <summary>The steps with their present parameters.</summary>
    public IReadOnlyList<Operation> Operations => operations ??= Materialise();

    /// <summary>What is computed at the end, in order of the results.</summary>
    public IReadOnlyList<Measurement> Measurements => Structure.Measurements;

    /// <summary>How the circuit is sampled; <see langword="null"/>: as the device says.</summary>
    public Shots? Shots { get; }

    /// <summary>The wires in the order of basis states when the device declares none.</summary>
    public Wires Wires => Structure.Wires;

    /// <summary>The parameters of all operations in order; for a broadcast circuit those of the first row.</summary>
    public ReadOnlySpan<double> ParameterValues => values;

    /// <summary>How many inputs the parameters depend on; 0 when the circuit was built from plain numbers.</summary>
    public int InputCount => Structure.InputCount;

    /// <summary>Number of circuits that broadcast parameters stand for; <see langword="null"/> without broadcasting.</summary>
    public int? BatchSize => rows?.Length;

    /// <summary>
    /// Positions in <see cref="ParameterValues"/> that gradients are taken by: those that depend on an input, or all of them when the
    /// circuit has no inputs.
    /// </summary>
    public IReadOnlyList<int> TrainableParameters => InputCount == 0
        ? [.. Enumerable.Range(0, values.Length)]
        : [.. Enumerable.Range(0, values.Length).Where(i => Structure.Slots[i].IsTrainable)];

    internal CircuitStructure Structure { get; }

    /// <summary>Builds a circuit by calling the function with an empty builder.</summary>
    public static Circuit Build(Action<CircuitBuilder> describe)
    {
        ArgumentNullException.ThrowIfNull(describe);
        var builder = new CircuitBuilder();
        describe(builder);
        return builder.ToCircuit();
    }

    /// <summary>The same circuit with its parameters computed from other inputs.</summary>
    /// <exception cref="ArgumentException">There are too few inputs, or one is not a finite number.</exception>
    public Circuit Bind(params ReadOnlySpan<double> inputs) =>
        InputCount == 0 ? this : new(Structure, CircuitRules.Evaluate(Structure, inputs), null, Shots);

    /// <summary>The same circuit for many inputs at once: one run per row of the table.</summary>
    /// <exception cref="ArgumentException">There are too few columns, no rows, or a number is not finite.</exception>
    public Circuit Bind(double[,] inputRows)
    {
        ArgumentNullException.ThrowIfNull(inputRows);
        var bound = CircuitRules.EvaluateRows(Structure, inputRows);
        return new(Structure, bound[0], bound, Shots);
    }

    /// <summary>The same circuit with other parameter values, in the order of <see cref="ParameterValues"/>.</summary>
    /// <exception cref="ArgumentException">The number of values differs, or one is not a finite number.</exception>
    public Circuit WithParameters(ReadOnlySpan<double> parameterValues)
    {
        CircuitRules.RequireFinite(parameterValues, values.Length);
        return new(Structure, parameterValues.ToArray(), null, Shots);
    }

    /// <summary>The same circuit with one parameter changed by <paramref name="shift"/>.</summary>
    public Circuit Shift(int parameter, double shift)
    {
        double[] shifted = [.. values];
        shifted[parameter] += shift;
        return WithParameters(shifted);
    }

    /// <summary>
    /// The same circuit, sharing the plans of an earlier one that differs at most in numbers; the circuit itself when it differs in more.
    /// A function that builds the circuit anew for every input runs at the speed of re-binding this way.
    /// </summary>
    public Circuit SharingPlansOf(Circuit earlier)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        return ReferenceEquals(Structure, earlier.Structure) || !Structure.HasShapeOf(earlier.Structure) ? this : new(earlier.Structure, values, rows, Shots);
    }

    /// <summary>The same circuit sampled differently.</summary>
    public Circuit WithShots(Shots? shots) => new(Structure, values, rows, shots);

    /// <summary>The same operations with other measurements.</summary>
    public Circuit WithMeasurements(params IEnumerable<Measurement> measurements) => new(Operations, measurements, Shots);

    /// <summary>The derivative of every parameter by every input at the given inputs: parameters × inputs.</summary>
    /// <exception cref="ArgumentException">There are too few inputs.</exception>
    public double[,] InputJacobian(ReadOnlySpan<double> inputs) => CircuitRules.InputJacobian(Structure, inputs);

    /// <summary>The circuits that a broadcast circuit stands for; the circuit itself without broadcasting.</summary>
    public IReadOnlyList<Circuit> Unbatch() => rows is null ? [this] : [.. rows.Select(row => new Circuit(Structure, row, null, Shots))];

    /// <summary>The unitary matrix of all gates; the first wire is the most significant bit of its indices.</summary>
    /// <param name="wireOrder">The wires; <see langword="null"/>: <see cref="Wires"/>.</param>
    /// <exception cref="InvalidOperationException">An operation is not unitary, or there are more than 13 wires.</exception>
    /// <exception cref="ArgumentException">The order lacks a wire.</exception>
    public Complex[,] Unitary(Wires? wireOrder = null) => CircuitUnitary.Of(this, wireOrder ?? Wires);

    /// <summary>Counts of gates, depth and parameters.</summary>
    public CircuitSpecs Specs() => CircuitSpecs.Of(this);

    /// <summary>The circuit drawn with characters: wires as rows, controls as ● and ○, measurements at the right.</summary>
    public string Draw(DrawingOptions? options = null) => TextDrawing.Of(this, options ?? new DrawingOptions());

    /// <summary>The circuit drawn as an SVG document.</summary>
    public string DrawSvg(DrawingOptions? options = null) => SvgDrawing.Of(this, options ?? new DrawingOptions());

    /// <summary>The circuit as OpenQASM 2, qubit i being wire i of <see cref="Wires"/>. Measurements at the end are left out unless asked for.</summary>
    /// <exception cref="InvalidOperationException">An operation or condition has no OpenQASM 2 form.</exception>
    public string ToOpenQasm(QasmWriterOptions? options = null) => Version2Writer.Write(this, options ?? new QasmWriterOptions());

    /// <summary>The same circuit with every operation decomposed until it is accepted or nothing simpler is known.</summary>
    public Circuit Decompose(Func<Operation, bool> accepts)
    {
        ArgumentNullException.ThrowIfNull(accepts);
        return new(Operations.SelectMany(operation => Decompositions.Until(operation, accepts)), Measurements, Shots);
    }

    /// <summary>The circuit that undoes this one: adjoint gates in reverse order, without measurements.</summary>
    /// <exception cref="InvalidOperationException">An operation is not unitary.</exception>
    public Circuit Adjoint() => new(Operations.Reverse().Select(static operation => operation is Marker ? operation : operation.Adjoint()), [], Shots);

    /// <summary>The same circuit on renamed wires; wires that the map lacks keep their name.</summary>
    public Circuit OnWires(IReadOnlyDictionary<Wire, Wire> map) =>
        new(Operations.Select(operation => operation.OnWires(map)), Measurements.Select(measurement => measurement.OnWires(map)), Shots);

    /// <inheritdoc/>
    public bool Equals(Circuit? other) =>
        other is not null && Equals(Shots, other.Shots) && Operations.SequenceEqual(other.Operations) && Measurements.SequenceEqual(other.Measurements)
        && SameRows(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Circuit);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (var operation in Operations)
        {
            hash.Add(operation);
        }

        foreach (var measurement in Measurements)
        {
            hash.Add(measurement);
        }

        return hash.ToHashCode();
    }

    /// <summary>The same circuit with its present numbers as plain parameters, all of them trainable.</summary>
    internal Circuit WithoutInputs() => new(
        Operations.Select(static operation => operation.Parameters.Count == 0
            ? operation
            : operation.WithParameters([.. operation.Parameters.Select(static parameter => (Parameter)parameter.Value)])),
        Measurements,
        Shots);

    /// <summary>The parameter values of one row of a broadcast.</summary>
    internal double[] Row(int row) => rows is null ? values : rows[row];

    private bool SameRows(Circuit other) => rows is null
        ? other.rows is null
        : other.rows is not null && rows.Length == other.rows.Length && rows.Zip(other.rows).All(static pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    private Operation[] Materialise()
    {
        var result = new Operation[Structure.Operations.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (start, end) = (Structure.Offsets[i], Structure.Offsets[i + 1]);
            result[i] = start == end
                ? Structure.Operations[i]
                : Structure.Operations[i].WithParameters([.. Enumerable.Range(start, end - start).Select(Present)]);
        }

        return result;
    }

    private Parameter Present(int slot) => new(
        values[slot],
        Structure.Slots[slot].Expression,
        rows is null ? null : [.. rows.Select(row => row[slot])]);
}
