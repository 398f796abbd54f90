namespace Covalent.Quantum;

/// <summary>What happens to a wire after a mid-circuit measurement.</summary>
/// <param name="Reset">Put the wire back to |0⟩. Default: no.</param>
/// <param name="Postselect">Keep only runs with this outcome (0 or 1). Default: keep all.</param>
public sealed record MeasureOptions(bool Reset = false, int? Postselect = null);

/// <summary>A measurement in the middle of a circuit, written into one classical bit.</summary>
public sealed class MidCircuitMeasurement : Operation
{
    /// <summary>Measures a wire into a bit.</summary>
    /// <exception cref="ArgumentException">The bit is negative, or the outcome to select is not 0 or 1.</exception>
    public MidCircuitMeasurement(Wire wire, int bit, MeasureOptions? options = null)
        : base(wire)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bit);
        Bit = bit;
        Options = options ?? new MeasureOptions();
        if (Options.Postselect is not (null or 0 or 1))
        {
            throw new ArgumentException($"The outcome to select is {Options.Postselect}; it must be 0 or 1.", nameof(options));
        }
    }

    /// <summary>The classical bit that receives the outcome.</summary>
    public int Bit { get; }

    /// <summary>Reset and postselection.</summary>
    public MeasureOptions Options { get; }

    /// <inheritdoc/>
    public override string Name => "MidMeasure";

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new MidCircuitMeasurement(Wires.Map(map)[0], Bit, Options);

    private protected override bool EqualsCore(Operation other) =>
        Bit == ((MidCircuitMeasurement)other).Bit && Options == ((MidCircuitMeasurement)other).Options;
}

/// <summary>Puts a wire into |0⟩, whatever it was entangled with.</summary>
public sealed class ResetOperation : Operation
{
    /// <summary>Resets one wire.</summary>
    public ResetOperation(Wire wire)
        : base(wire)
    {
    }

    /// <inheritdoc/>
    public override string Name => "Reset";

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new ResetOperation(Wires.Map(map)[0]);
}

/// <summary>An operation that is done only where a classical value is not 0.</summary>
public sealed class ConditionalOperation : Operation
{
    /// <summary>Makes an operation depend on measured bits.</summary>
    public ConditionalOperation(ClassicalValue condition, Operation inner)
        : base((inner ?? throw new ArgumentNullException(nameof(inner))).Wires)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Condition = condition;
        Inner = inner;
    }

    /// <summary>The condition.</summary>
    public ClassicalValue Condition { get; }

    /// <summary>The operation to do.</summary>
    public Operation Inner { get; }

    /// <inheritdoc/>
    public override string Name => $"Conditional({Inner.Name})";

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter> Parameters => Inner.Parameters;

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new ConditionalOperation(Condition, Inner.OnWires(map));

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new ConditionalOperation(Condition, Inner.WithParameters(parameters));

    private protected override bool EqualsShape(Operation other) =>
        Condition == ((ConditionalOperation)other).Condition && Inner.HasShapeOf(((ConditionalOperation)other).Inner);

    private protected override bool EqualsCore(Operation other) =>
        Condition == ((ConditionalOperation)other).Condition && Inner.Equals(((ConditionalOperation)other).Inner);
}

/// <summary>A marker that changes no state: a barrier, a wire cut, or a snapshot.</summary>
public sealed class Marker : Operation
{
    /// <summary>Makes a marker.</summary>
    public Marker(MarkerKind kind, Wires wires, string? tag = null)
        : base(wires)
    {
        Kind = kind;
        Tag = tag;
    }

    /// <summary>What is marked.</summary>
    public MarkerKind Kind { get; }

    /// <summary>The name of a snapshot.</summary>
    public string? Tag { get; }

    /// <inheritdoc/>
    public override string Name => Kind.ToString();

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new Marker(Kind, Wires.Map(map), Tag);

    private protected override bool EqualsCore(Operation other) => Tag == ((Marker)other).Tag;
}

/// <summary>Kinds of markers.</summary>
public enum MarkerKind
{
    /// <summary>Optimisations must not cross it.</summary>
    Barrier,

    /// <summary>A place where circuit cutting may cut.</summary>
    WireCut,

    /// <summary>A place where a simulator may record its state.</summary>
    Snapshot,
}
