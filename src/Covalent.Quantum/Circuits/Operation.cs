using System.Numerics;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>One step of a circuit: what is done, to which wires, with which parameters. Immutable.</summary>
public abstract class Operation : IEquatable<Operation>
{
    internal const int MaximumMatrixWires = 13;

    private protected Operation(Wires wires) => Wires = wires;

    /// <summary>The name by which the field knows the operation, such as <c>CNOT</c> or <c>Adjoint(S)</c>.</summary>
    public abstract string Name { get; }

    /// <summary>The wires in the gate's own order: controls first; the first wire is the most significant bit of the matrix index.</summary>
    public Wires Wires { get; }

    /// <summary>The real parameters, in the order of the gate's definition. Angles are in radians.</summary>
    public virtual IReadOnlyList<Parameter> Parameters => [];

    /// <summary>Whether the operation is a unitary gate (not a preparation, channel, measurement, reset or marker).</summary>
    public virtual bool IsUnitary => false;

    /// <summary>The wires that must be in a certain state for the gate to act; empty for gates without controls.</summary>
    public virtual Wires ControlWires => Wires.None;

    /// <summary>The value each control wire must have.</summary>
    public virtual IReadOnlyList<bool> ControlValues => [];

    /// <summary>The wires that are not controls.</summary>
    public Wires TargetWires => ControlWires.Count == 0 ? Wires : Wires.Create(Wires.AsSpan()[ControlWires.Count..]);

    /// <summary>The unitary matrix over <see cref="Wires"/>.</summary>
    /// <exception cref="InvalidOperationException">The operation is not unitary, or acts on more than 13 wires.</exception>
    public Complex[,] Matrix() => UnitaryMatrix().ToArray();

    /// <summary>The operation that undoes this one.</summary>
    /// <exception cref="InvalidOperationException">The operation is not unitary.</exception>
    public virtual Operation Adjoint() => throw NotUnitary("has no adjoint");

    /// <summary>The operation applied <paramref name="exponent"/> times; fractions use the principal branch of the eigenvalues.</summary>
    /// <exception cref="InvalidOperationException">The operation is not unitary.</exception>
    public virtual Operation Power(double exponent) => throw NotUnitary("has no power");

    /// <summary>This operation, done only when the control wires have the given values.</summary>
    /// <param name="control">The control wires; none may be a wire of this operation.</param>
    /// <param name="controlValues">One value per control wire; <see langword="null"/>: all must be 1.</param>
    /// <param name="workWires">Wires a decomposition may borrow.</param>
    /// <exception cref="InvalidOperationException">The operation is not unitary.</exception>
    public virtual Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        throw NotUnitary("cannot be controlled");

    /// <summary>The same operation on renamed wires.</summary>
    public abstract Operation OnWires(IReadOnlyDictionary<Wire, Wire> map);

    /// <summary>The same operation with other parameters.</summary>
    /// <exception cref="ArgumentException">The number of parameters differs.</exception>
    public virtual Operation WithParameters(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        return parameters.Count == 0 ? this : throw new ArgumentException($"{Name} has no parameters, but {parameters.Count} were given.", nameof(parameters));
    }

    /// <summary>
    /// Simpler operations that together do the same, global phase included; the operation itself where nothing simpler is known.
    /// Repeated, it ends at one-wire gates, CNOT and global phases, or at matrices of several wires.
    /// </summary>
    public IReadOnlyList<Operation> Decompose() => Decompositions.Of(this) ?? [this];

    /// <inheritdoc/>
    public bool Equals(Operation? other) =>
        ReferenceEquals(this, other)
        || (other is not null && GetType() == other.GetType() && Name == other.Name && Wires.Equals(other.Wires)
            && Parameters.SequenceEqual(other.Parameters) && EqualsCore(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Operation);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Wires, Parameters.Count == 0 ? 0 : Parameters[0].GetHashCode(), Parameters.Count);

    /// <summary>Name, parameters and wires, such as <c>RX(0.5) [0]</c>.</summary>
    public override string ToString() => Parameters.Count == 0 ? $"{Name} {Wires}" : $"{Name}({string.Join(", ", Parameters)}) {Wires}";

    /// <summary>Whether another operation differs at most in the numbers of its parameters.</summary>
    internal bool HasShapeOf(Operation other) =>
        ReferenceEquals(this, other)
        || (GetType() == other.GetType() && Name == other.Name && Wires.Equals(other.Wires) && Parameters.Count == other.Parameters.Count && EqualsShape(other));

    /// <summary>What the unitary does, with the operation's own parameter values; null when it is not unitary.</summary>
    internal GateForm? Form()
    {
        var parameters = Parameters;
        Span<double> values = parameters.Count <= 16 ? stackalloc double[parameters.Count] : new double[parameters.Count];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = parameters[i].Value;
        }

        return Form(values);
    }

    /// <summary>What the unitary does with the given parameter values; null when it is not unitary.</summary>
    internal virtual GateForm? Form(ReadOnlySpan<double> parameters) => null;

    /// <summary>The matrix over all wires, those on which the gate does nothing included.</summary>
    internal SquareMatrix UnitaryMatrix()
    {
        if (Wires.Count > MaximumMatrixWires)
        {
            throw new InvalidOperationException($"The matrix of {Name} on {Wires.Count} wires would have 4^{Wires.Count} entries; matrices are given up to {MaximumMatrixWires} wires.");
        }

        var matrix = FormOrThrow().ToMatrix();
        var idle = (1 << Wires.Count) / matrix.Size;
        return idle == 1 ? matrix : matrix.Kronecker(SquareMatrix.Identity(idle));
    }

    internal GateForm FormOrThrow() => Form() ?? throw NotUnitary("has no matrix");

    /// <summary>Compares what name, wires and parameters do not show.</summary>
    private protected virtual bool EqualsCore(Operation other) => true;

    /// <summary>The part of <see cref="HasShapeOf"/> that name, wires and number of parameters do not show.</summary>
    private protected virtual bool EqualsShape(Operation other) => EqualsCore(other);

    private protected InvalidOperationException NotUnitary(string consequence) =>
        new($"{Name} on wires {Wires} is not a unitary gate and {consequence}.");
}
