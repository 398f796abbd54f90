using System.Globalization;
using Covalent.Quantum.Gates;
using Covalent.Quantum.Numerics;

namespace Covalent.Quantum;

/// <summary>A real power of a gate; eigenvalues e^{iφ} with −π &lt; φ ≤ π become e^{izφ}.</summary>
public sealed class PowerOperation : DerivedOperation
{
    private PowerOperation(Operation inner, double exponent)
        : base(inner, inner.Wires) => Exponent = exponent;

    /// <summary>The exponent.</summary>
    public double Exponent { get; }

    /// <inheritdoc/>
    public override string Name => $"Pow({Inner.Name}, {Exponent.ToString("R", CultureInfo.InvariantCulture)})";

    /// <inheritdoc/>
    public override Wires ControlWires => Inner.ControlWires;

    /// <inheritdoc/>
    public override IReadOnlyList<bool> ControlValues => Inner.ControlValues;

    /// <inheritdoc/>
    public override Operation Adjoint() => Of(Inner, -Exponent);

    /// <inheritdoc/>
    public override Operation Power(double exponent) => new PowerOperation(this, exponent);

    /// <inheritdoc/>
    public override Operation Controlled(Wires control, IReadOnlyList<bool>? controlValues = null, Wires? workWires = null) =>
        ControlledOperation.Of(this, control, controlValues, workWires);

    /// <inheritdoc/>
    public override Operation OnWires(IReadOnlyDictionary<Wire, Wire> map) => new PowerOperation(Inner.OnWires(map), Exponent);

    /// <inheritdoc/>
    public override Operation WithParameters(IReadOnlyList<Parameter> parameters) => new PowerOperation(Inner.WithParameters(parameters), Exponent);

    internal static Operation Of(Operation inner, double exponent)
    {
        if (!double.IsFinite(exponent))
        {
            throw new ArgumentException($"The exponent of {inner.Name} is {exponent}; it must be a finite number.", nameof(exponent));
        }

        return exponent switch
        {
            1 => inner,
            0 => new Gate(GateKind.Identity, inner.Wires),
            -1 => inner.Adjoint(),
            _ => Named(inner, exponent) ?? (Operation)new PowerOperation(inner, exponent),
        };
    }

    internal override GateForm? Form(ReadOnlySpan<double> parameters)
    {
        if (Inner.Form(parameters) is not { } form)
        {
            return null;
        }

        var target = (form with { ControlValues = [] }).ToMatrix();
        var power = GateForm.Dense(UnitaryPower.Of(target, Exponent));
        return form.ControlValues.Length == 0 ? power : power.Controlled(form.ControlValues);
    }

    private static Gate? Named(Operation inner, double exponent)
    {
        if (inner is not Gate gate)
        {
            return null;
        }

        return gate.Description.Adjoint switch
        {
            AdjointRule.Negate when gate.Kind != GateKind.PSWAP => new Gate(gate.Kind, gate.Wires, [.. gate.Parameters.Select(parameter => parameter * exponent)]),
            AdjointRule.Self when exponent == Math.Truncate(exponent) => exponent % 2 == 0 ? new Gate(GateKind.Identity, gate.Wires) : gate,
            _ => gate.Kind switch
            {
                GateKind.PauliZ => new Gate(GateKind.PhaseShift, gate.Wires, Math.PI * exponent),
                GateKind.S => new Gate(GateKind.PhaseShift, gate.Wires, Math.PI / 2 * exponent),
                GateKind.T => new Gate(GateKind.PhaseShift, gate.Wires, Math.PI / 4 * exponent),
                GateKind.PauliX when exponent == 0.5 => new Gate(GateKind.SX, gate.Wires),
                GateKind.ISWAP when exponent == 0.5 => new Gate(GateKind.SISWAP, gate.Wires),
                _ => null,
            },
        };
    }
}
