using Covalent.Quantum.Numerics;

namespace Covalent.Quantum.Gates;

/// <summary>How the adjoint of a gate is written.</summary>
internal enum AdjointRule
{
    /// <summary>The gate is its own inverse.</summary>
    Self,

    /// <summary>The inverse is the same gate with all parameters negated.</summary>
    Negate,

    /// <summary>The inverse is the same gate with parameters negated and in reverse order (Rot).</summary>
    NegateReversed,

    /// <summary>The inverse has no name of its own.</summary>
    Wrapped,
}

/// <summary>One row of the gate table: everything a gate is besides its wires and parameter values.</summary>
/// <param name="Kind">The gate.</param>
/// <param name="Name">Its name in circuits, drawings and errors.</param>
/// <param name="Wires">Number of wires including controls; null for any number.</param>
/// <param name="Parameters">Number of parameters.</param>
/// <param name="Controls">How many of the first wires are controls.</param>
/// <param name="Adjoint">How the inverse is written.</param>
/// <param name="TargetForm">The form of the target part for given parameters and target count.</param>
/// <param name="Frequencies">Per parameter: the frequencies of an expectation value as a function of that parameter.</param>
/// <param name="Symbol">Short name in drawings.</param>
internal sealed record GateDescription(
    GateKind Kind,
    string Name,
    int? Wires,
    int Parameters,
    int Controls,
    AdjointRule Adjoint,
    GateFormFactory TargetForm,
    double[][] Frequencies,
    string Symbol)
{
    /// <summary>The gate without its controls, where that gate has a name.</summary>
    public GateKind? Base { get; init; }

    public GateForm Form(ReadOnlySpan<double> parameters, int wireCount)
    {
        var form = TargetForm(parameters, wireCount - Controls);
        return Controls == 0 ? form : form.Controlled([.. Enumerable.Repeat(true, Controls)]);
    }
}

/// <summary>Builds the form of a gate's target part.</summary>
internal delegate GateForm GateFormFactory(ReadOnlySpan<double> parameters, int targets);
