using Covalent.Quantum.Gates;

namespace Covalent.Quantum;

/// <summary>exp(iθG) with one angle: its adjoint turns back, its power turns so many times as far.</summary>
public abstract class OneAngleUnitary : PlainUnitary
{
    private readonly Parameter[] parameters;

    private protected OneAngleUnitary(string name, Parameter angle, Wires wires)
        : base(wires)
    {
        ArgumentNullException.ThrowIfNull(wires);
        Arguments.RequireFinite(name, angle);
        (Name, parameters) = (name, [angle]);
    }

    /// <inheritdoc/>
    public sealed override string Name { get; }

    /// <inheritdoc/>
    public sealed override IReadOnlyList<Parameter> Parameters => parameters;

    /// <inheritdoc/>
    public sealed override Operation Adjoint() => With(-parameters[0], Wires);

    /// <inheritdoc/>
    public sealed override Operation Power(double exponent) => With(parameters[0] * exponent, Wires);

    /// <inheritdoc/>
    public sealed override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => With(parameters[0], Wires.Map(map));

    /// <inheritdoc/>
    public sealed override Operation WithParameters(IReadOnlyList<Parameter> parameters)
    {
        ArgumentNullException.ThrowIfNull(parameters);
        Arguments.RequireParameters(Name, [.. parameters], 1);
        return With(parameters[0], Wires);
    }

    /// <summary>The same gate with another angle and other wires.</summary>
    private protected abstract Operation With(Parameter angle, Wires wires);
}
