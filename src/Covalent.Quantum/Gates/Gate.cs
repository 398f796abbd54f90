using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>A named gate of the gate table on certain wires with certain parameters.</summary>
public sealed class Gate : Operation
{
    private readonly Parameter[] parameters;

    /// <summary>Makes a gate.</summary>
    /// <param name="kind">Which gate.</param>
    /// <param name="wires">Its wires, controls first.</param>
    /// <param name="parameters">Its parameters; angles in radians.</param>
    /// <exception cref="ArgumentException">The number of wires or parameters is wrong, or a parameter is not a finite number.</exception>
    public Gate(GateKind kind, Wires wires, params ReadOnlySpan<Parameter> parameters)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        Description = GateTable.Describe(kind);
        this.parameters = parameters.ToArray();
        ControlWires = Description.Controls == 0 ? Wires.None : Wires.Create(wires.AsSpan()[..Math.Min(Description.Controls, wires.Count)]);
        Arguments.RequireWires(Description.Name, wires, Description.Wires);
        Arguments.RequireParameters(Description.Name, parameters, Description.Parameters);
    }

    /// <summary>Which gate.</summary>
    public GateKind Kind => Description.Kind;

    /// <inheritdoc/>
    public override string Name => Description.Name;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public override bool IsUnitary => true;

    /// <inheritdoc/>
    public override Wires ControlWires { get; }

    /// <inheritdoc/>
    public override IReadOnlyList<bool> ControlValues => [.. Enumerable.Repeat(true, Description.Controls)];

    internal GateDescription Description { get; }

    /// <inheritdoc/>
    public override Operation Adjoint() => Description.Adjoint switch
    {
        AdjointRule.Self => this,
        AdjointRule.Negate => new Gate(Kind, Wires, [.. parameters.Select(static p => -p)]),
        AdjointRule.NegateReversed => new Gate(Kind, Wires, [.. parameters.Reverse().Select(static p => -p)]),
        _ => new AdjointOperation(this),
    };

    /// <inheritdoc/>
    public override Operation Power(double exponent) => PowerOperation.Of(this, exponent);

    /// <inheritdoc/>
    public override Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        ControlledOperation.Of(this, control, controlValues, workWires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new Gate(Kind, Wires.Map(map), parameters);

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new Gate(Kind, Wires, [.. parameters]);

    internal override GateForm? Form(ReadOnlySpan<double> parameters) => Description.Form(parameters, Wires.Count);
}
